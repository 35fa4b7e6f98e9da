// Files as the server takes them: one zip, or text by name.
export interface Chosen {
  body: { archive: string } | { files: Record<string, string> };
  /** What was chosen, for the person who chose it. */
  words: string;
}

const wanted = /\.(yaml|yml|rego|md)$/i;

export async function packed(list: readonly File[]): Promise<Chosen> {
  const [first] = list;
  if (list.length === 1 && first && first.name.toLowerCase().endsWith(".zip")) {
    return { body: { archive: base64(new Uint8Array(await first.arrayBuffer())) }, words: `已选压缩包 ${first.name}` };
  }
  const files: Record<string, string> = {};
  for (const file of list) {
    const name = file.webkitRelativePath || file.name;
    if (wanted.test(name)) files[name] = await file.text();
  }
  const names = Object.keys(files);
  return { body: { files }, words: names.length === 0 ? "选的里面没有 .yaml、.rego 文件" : `已选 ${names.length} 个文件：${names.slice(0, 5).join("、")}${names.length > 5 ? " 等" : ""}` };
}

/** Bytes as base64, a piece at a time: a call takes only so many arguments. */
export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
