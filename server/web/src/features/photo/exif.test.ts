import { expect, test } from "vitest";

import { cameraOf, withCamera, withoutPlace } from "./exif";
import { leavingOut, unreadable } from "./photo";

// A JPEG's head with orientation 6, a time and, if asked, a folder of the place.
function jpeg(placed: boolean): Uint8Array {
  const tiff: number[] = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const u16 = (n: number) => [n >> 8, n & 255];
  const u32 = (n: number) => [0, 0, ...u16(n)];
  const entries = [
    [0x0112, 3, 1, [...u16(6), 0, 0]],
    [0x0132, 2, 20, u32(100)],
    [0x8825, 4, 1, u32(130)],
  ] as const;
  tiff.push(...u16(entries.length));
  for (const [tag, type, count, value] of entries) tiff.push(...u16(tag), ...u16(type), ...u32(count), ...value);
  tiff.push(...u32(0));
  while (tiff.length < 100) tiff.push(0);
  tiff.push(...[..."2026:07:15 09:30:00\0"].map((c) => c.charCodeAt(0)));
  while (tiff.length < 130) tiff.push(0);
  // 30°30'36"N, 120°6'0"E: letters in the entries, fractions behind the folder
  tiff.push(...u16(placed ? 4 : 0));
  const letters = (c: string) => [c.charCodeAt(0), 0, 0, 0];
  if (placed) for (const [tag, value] of [[1, letters("N")], [2, u32(190)], [3, letters("E")], [4, u32(214)]] as const) tiff.push(...u16(tag), ...u16(5), ...u32(3), ...value);
  while (tiff.length < 190) tiff.push(0);
  for (const n of [30, 30, 36, 120, 6, 0]) tiff.push(...u32(n), ...u32(1));
  const segment = [0xff, 0xe1, ...u16(tiff.length + 8), 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return Uint8Array.from([0xff, 0xd8, ...segment, 0xff, 0xda, ...Array<number>(20).fill(7)]);
}

test.each([true, false])("time, place (%s) and orientation are read, and survive in the small copy", (placed) => {
  const camera = cameraOf(jpeg(placed));
  expect(camera.taken).toBe("2026-07-15 09:30:00");
  expect(camera.placed).toBe(placed);
  const small = withCamera(Uint8Array.from([0xff, 0xd8, 0xff, 0xda, ...Array<number>(20).fill(1)]), camera);
  const again = cameraOf(small);
  expect(again.taken).toBe(camera.taken);
  expect([...small.slice(2 + 10 + 8 + 2 + 8, 2 + 10 + 8 + 2 + 10)]).toEqual([0, 1]);
});

test.each([
  ["nothing", new Uint8Array()],
  ["no picture", new TextEncoder().encode("<html>这不是照片</html>")],
  ["cut off", jpeg(true).slice(0, 60)],
])("%s has no camera data and does no harm", (_, file) => {
  expect(cameraOf(file).taken).toBe("");
});

test("the place is read as latitude and longitude", () => {
  expect(cameraOf(jpeg(true)).place).toBe("30.510000, 120.100000");
  expect(cameraOf(jpeg(false)).place).toBe("");
});

test("a photo sent without its place keeps its time and nothing else of the camera", async () => {
  const picture = new Blob([new Uint8Array(jpeg(true))]);
  const sent = await leavingOut({ picture, taken: "2026-07-15 09:30:00", placed: true, place: "30.510000, 120.100000" });
  const bytes = new Uint8Array(await sent.picture.arrayBuffer());
  const camera = cameraOf(bytes);
  expect([camera.taken, camera.placed, camera.place]).toEqual(["2026-07-15 09:30:00", false, ""]);
  expect(bytes.byteLength).toBe(2 + (camera.segment?.byteLength ?? 0) + 22);
  expect(withoutPlace({ taken: "", placed: true, place: "1, 2", segment: null }).segment).toBeNull();
});

test("a photo of a phone that no browser opens is told from a file that is none", () => {
  const heic = Uint8Array.from([0, 0, 0, 24, ...[..."ftypheic"].map((c) => c.charCodeAt(0))]);
  expect(unreadable(heic)).toContain("HEIC");
  expect(unreadable(new TextEncoder().encode("<html>这不是照片</html>"))).not.toContain("HEIC");
});
