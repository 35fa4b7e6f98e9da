// A photo as it comes from the camera, made small and upright before it is kept and sent.
import { cameraOf, withCamera } from "./exif";

const longest = 2000;

export interface Shot {
  picture: Blob;
  taken: string;
  placed: boolean;
}

/** Makes a photo small. It fails in words where the file is no photo that a browser can read. */
export async function shrink(file: Blob): Promise<Shot> {
  const camera = cameraOf(new Uint8Array(await file.arrayBuffer()));
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Error("这个文件不是能打开的照片；请用 JPEG 或 PNG，或重新拍一张");
  }
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!small) throw new Error("手机内存不足，照片没有处理成功；请关掉别的程序再拍");
  const bytes = withCamera(new Uint8Array(await small.arrayBuffer()), camera);
  return { picture: new Blob([new Uint8Array(bytes)], { type: "image/jpeg" }), taken: camera.taken, placed: camera.placed };
}
