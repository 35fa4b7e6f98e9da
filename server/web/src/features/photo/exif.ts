// What a camera wrote into a JPEG: when, where and which way up. A smaller copy keeps when and where, for
// the server to keep apart; its pixels are the right way up already.

export interface Camera {
  taken: string; // YYYY-MM-DD HH:MM:SS, "" where it is not written
  placed: boolean;
  place: string; // "30.123456, 120.123456", "" where it is not written or cannot be read
  segment: Uint8Array | null; // the whole APP1 segment with the orientation made upright
}

const none: Camera = { taken: "", placed: false, place: "", segment: null };

/** Reads the EXIF segment of a JPEG; anything else has none. */
export function cameraOf(file: Uint8Array): Camera {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < 4 || view.getUint16(0) !== 0xffd8) return none;
  for (let at = 2; at + 10 < file.byteLength; ) {
    const marker = view.getUint16(at);
    const size = view.getUint16(at + 2);
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda || at + 2 + size > file.byteLength) return none;
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return read(file.slice(at, at + 2 + size));
    at += 2 + size;
  }
  return none;
}

const base = 10; // marker, length, "Exif\0\0"

function read(segment: Uint8Array): Camera {
  const view = new DataView(segment.buffer);
  const little = view.getUint16(base) === 0x4949;
  const u16 = (at: number) => view.getUint16(base + at, little);
  const u32 = (at: number) => view.getUint32(base + at, little);
  const found: Camera = { taken: "", placed: false, place: "", segment };
  const seen = new Set<number>();
  function folder(at: number): void {
    if (at === 0 || seen.has(at)) return;
    seen.add(at);
    for (let i = 0, n = u16(at); i < n; i++) {
      const entry = at + 2 + 12 * i;
      const tag = u16(entry);
      if (tag === 0x0112) view.setUint16(base + entry + 8, 1, little);
      if (tag === 0x8769) folder(u32(entry + 8));
      if (tag === 0x8825) found.placed = u16(u32(entry + 8)) > 1;
      if (tag === 0x8825) found.place = placeAt(u32(entry + 8), u16, u32);
      if (tag === 0x9003 || (tag === 0x0132 && found.taken === "")) {
        const text = String.fromCharCode(...segment.slice(base + u32(entry + 8), base + u32(entry + 8) + 19));
        if (/^\d{4}:\d{2}:\d{2} /.test(text)) found.taken = text.replace(":", "-").replace(":", "-");
      }
    }
  }
  try {
    folder(u32(4));
  } catch {
    return none; // it says it lies where the file has ended
  }
  return found;
}

/** Latitude and longitude of the folder of the place: three fractions each, and a letter for the side of the globe. */
function placeAt(at: number, u16: (at: number) => number, u32: (at: number) => number): string {
  const side: Record<number, string> = {};
  const degrees: Record<number, number> = {};
  for (let i = 0, n = u16(at); i < n; i++) {
    const entry = at + 2 + 12 * i;
    const tag = u16(entry);
    // two letters lie in the entry itself, in the order of the file
    if (tag === 1 || tag === 3) side[tag] = letter(u16(entry + 8));
    if (tag === 2 || tag === 4) {
      const from = u32(entry + 8);
      degrees[tag] = [0, 1, 2].reduce((sum, n) => sum + u32(from + 8 * n) / u32(from + 8 * n + 4) / 60 ** n, 0);
    }
  }
  const shown = (tag: number) => ((degrees[tag] ?? NaN) * (side[tag - 1] === "S" || side[tag - 1] === "W" ? -1 : 1)).toFixed(6);
  return Number.isFinite(degrees[2]) && Number.isFinite(degrees[4]) ? `${shown(2)}, ${shown(4)}` : "";
}

const letter = (two: number) => String.fromCharCode(two & 0xff || two >> 8);

/** The same without the place: a segment made anew, with the time of taking and nothing else. */
export function withoutPlace(camera: Camera): Camera {
  if (camera.taken === "") return { ...none };
  const text = `${camera.taken.replace("-", ":").replace("-", ":")}\0`;
  const segment = new Uint8Array(base + 64);
  const view = new DataView(segment.buffer);
  view.setUint16(0, 0xffe1);
  view.setUint16(2, segment.byteLength - 2);
  view.setUint32(4, 0x45786966); // Exif
  const put = (at: number, ...numbers: [value: number, bytes: 2 | 4][]) => {
    for (const [value, bytes] of numbers) {
      if (bytes === 2) view.setUint16(base + at, value);
      else view.setUint32(base + at, value);
      at += bytes;
    }
  };
  put(0, [0x4d4d, 2], [42, 2], [8, 4]);
  put(8, [1, 2], [0x8769, 2], [4, 2], [1, 4], [26, 4], [0, 4]); // the folder of the camera, at 26
  put(26, [1, 2], [0x9003, 2], [2, 2], [20, 4], [44, 4], [0, 4]); // when it was taken, at 44
  segment.set([...text].map((c) => c.charCodeAt(0)), base + 44);
  return { taken: camera.taken, placed: false, place: "", segment };
}

/** The JPEG with the segment put back behind its first marker. */
export function withCamera(jpeg: Uint8Array, camera: Camera): Uint8Array {
  if (!camera.segment) return jpeg;
  const out = new Uint8Array(jpeg.byteLength + camera.segment.byteLength);
  out.set(jpeg.subarray(0, 2));
  out.set(camera.segment, 2);
  out.set(jpeg.subarray(2), 2 + camera.segment.byteLength);
  return out;
}
