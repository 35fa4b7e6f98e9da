// A file on its way to the server: picked, looked at by the person, sent or put away.
import { onScopeDispose, ref, shallowRef } from "vue";

import { leavingOut, shrink, type Shot } from "../../photo/photo";
import { useDoing } from "../../../ui/useDoing";

export interface Picked {
  name: string; // as the person's file is called
  before: number; // bytes as it was picked
  content: Blob;
  shot: Shot | undefined; // undefined for what is no photo
}

/** The largest file that the server takes. */
const most = 30 << 20;

export const size = (bytes: number): string => (bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`);

const papers = /\.(pdf|docx?|xlsx?)$/i;

export function usePicking() {
  const picked = shallowRef<Picked>();
  const url = ref(""); // of the picture
  const placeless = ref(false);
  const words = ref("");
  const doing = useDoing();

  function clear(): void {
    if (url.value) URL.revokeObjectURL(url.value);
    url.value = "";
    picked.value = undefined;
    placeless.value = false;
  }

  /** Makes a photo small and shows it; takes a paper as it is. */
  async function pick(file: File): Promise<void> {
    clear();
    words.value = "";
    if (papers.test(file.name) || file.type === "application/pdf") {
      if (file.size > most) words.value = `“${file.name}”有 ${size(file.size)}，超过 30 MB；请压缩或分成几个文件再传`;
      else picked.value = { name: file.name, before: file.size, content: file, shot: undefined };
      return;
    }
    try {
      const shot = await shrink(file);
      picked.value = { name: file.name, before: file.size, content: shot.picture, shot };
      url.value = URL.createObjectURL(shot.picture);
    } catch (e) {
      words.value = e instanceof Error ? e.message : "照片没有处理成功；请重新选一张";
    }
  }

  /** Sends what was picked, without its place where the person wants it so. */
  async function send(to: (content: Blob, shot: Shot | undefined) => Promise<unknown>): Promise<boolean> {
    const now = picked.value;
    if (!now) return false;
    const sent = await doing.run(async () => {
      const shot = now.shot && placeless.value ? await leavingOut(now.shot) : now.shot;
      await to(shot?.picture ?? now.content, shot);
    }, "已上传");
    if (sent) clear();
    return sent;
  }

  onScopeDispose(clear);
  return { picked, url, placeless, words, doing, pick, send, clear };
}
