// What a camera wrote into a JPEG: when, where and which way up. A smaller copy keeps when and where, for
// the server to keep apart; its pixels are the right way up already.

export interface Camera {
  taken: string; // YYYY-MM-DD HH:MM:SS, "" where it is not written
  placed: boolean;
  segment: Uint8Array | null; // the whole APP1 segment with the orientation made upright
}

const none: Camera = { taken: "", placed: false, segment: null };

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

function read(segment: Uint8Array): Camera {
  const base = 10; // marker, length, "Exif\0\0"
  const view = new DataView(segment.buffer);
  const little = view.getUint16(base) === 0x4949;
  const u16 = (at: number) => view.getUint16(base + at, little);
  const u32 = (at: number) => view.getUint32(base + at, little);
  const found: Camera = { taken: "", placed: false, segment };
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

/** The JPEG with the segment put back behind its first marker. */
export function withCamera(jpeg: Uint8Array, camera: Camera): Uint8Array {
  if (!camera.segment) return jpeg;
  const out = new Uint8Array(jpeg.byteLength + camera.segment.byteLength);
  out.set(jpeg.subarray(0, 2));
  out.set(camera.segment, 2);
  out.set(jpeg.subarray(2), 2 + camera.segment.byteLength);
  return out;
}
