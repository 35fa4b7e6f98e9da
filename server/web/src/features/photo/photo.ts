// A photo as it comes from the camera, made small and upright before it is kept and sent.
import { cameraOf, withCamera, withoutPlace } from "./exif";

const longest = 2000;

export interface Shot {
  picture: Blob;
  taken: string;
  placed: boolean;
  place: string; // latitude and longitude, where the camera wrote them
}

/** Makes a photo small. It fails in words where the file is no photo that a browser can read. */
export async function shrink(file: Blob): Promise<Shot> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const camera = cameraOf(bytes);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Error(unreadable(bytes));
  }
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const paper = canvas.getContext("2d");
  if (paper) {
    paper.fillStyle = "#fff"; // what is see-through in a PNG would turn black
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }
  bitmap.close();
  const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!small) throw new Error("手机内存不足，照片没有处理成功；请关掉别的程序再拍");
  const jpeg = withCamera(new Uint8Array(await small.arrayBuffer()), camera);
  return { picture: new Blob([new Uint8Array(jpeg)], { type: "image/jpeg" }), taken: camera.taken, placed: camera.placed, place: camera.place };
}

/** Why a file cannot be shown, and what to do. */
export function unreadable(file: Uint8Array): string {
  const box = String.fromCharCode(...file.slice(4, 12));
  return /^ftyp(hei[cfxms]|hev[cx]|mif1|msf1)/.test(box)
    ? "这是 HEIC 格式的照片，浏览器打不开；请在手机的相机设置里把格式改为“兼容性最佳”（JPEG）后重拍，或者把这张照片另存为 JPEG 再选"
    : "这个文件不是能打开的照片；请用 JPEG 或 PNG，或重新拍一张";
}

/** The small photo as a person wants it sent: with where it was taken, or without. */
export async function leavingOut(shot: Shot): Promise<Shot> {
  const bytes = new Uint8Array(await shot.picture.arrayBuffer());
  const camera = cameraOf(bytes);
  const bare = camera.segment ? Uint8Array.from([...bytes.subarray(0, 2), ...bytes.subarray(2 + camera.segment.byteLength)]) : bytes;
  const kept = withCamera(bare, withoutPlace(camera));
  return { ...shot, placed: false, place: "", picture: new Blob([new Uint8Array(kept)], { type: "image/jpeg" }) };
}
