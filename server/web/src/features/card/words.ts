// What a verdict means to the person who holds the phone: a sign, a word and what to do.
import type { Tone } from "../../labels";
import { day } from "../../ui/day";
import { daysSince, type Means } from "./kept";
import type { Verdict } from "./verify";

export interface Told {
  tone: Tone;
  sign: string;
  title: string;
  words: string;
}

/** From how many days on a list of withdrawn cards is called old. */
export const oldAfter = 30;

/** The verdict in words; knowing is whether there were any keys to check by. */
export function told(v: Verdict, knowing: boolean): Told {
  switch (v.status) {
    case "valid":
      if (v.listAt === "") {
        return { tone: "open", sign: "？", title: "是真的，但不知道是否已摘牌", words: "签名无误，卡上的内容没有被改动。本机还没有摘牌名单，请联网后再查一次。" };
      }
      return { tone: "good", sign: "✓", title: "有效", words: "签名无误，卡上的内容没有被改动，也不在摘牌名单上。" };
    case "withdrawn":
      return { tone: "bad", sign: "✗", title: "已摘牌", words: `证书原是真的，但自 ${v.since} 起已摘牌，不再有效。` };
    case "expired":
      return { tone: "warn", sign: "！", title: "已过有效期", words: `证书是真的，但有效期到 ${v.card?.until ?? ""} 为止。请看该站是否已换发新证书。` };
    case "forged":
      return { tone: "bad", sign: "✗", title: "不是真的", words: "签名和内容对不上：证书是伪造的，或者内容被改动过。请向证书上写的发证单位核实。" };
    case "unknown_key":
      return {
        tone: "open", sign: "？", title: "不能判断",
        words: knowing
          ? "签名所用的密钥不是本系统的：可能是别处颁发的，也可能是假的。请到发证单位公布的网址查验。"
          : "本机还没有查验用的公钥，请联网后再查一次。",
      };
    case "unreadable":
      return { tone: "open", sign: "？", title: "不能判断：内容不完整", words: "这不是评定结果卡，或者没有扫全、没有粘全。请对准证书上的二维码重新扫描。" };
  }
}

/** How old the list is that was compared, in words. */
export function age(means: Means | undefined, now: Date): string {
  if (!means?.list) return "";
  const days = daysSince(means.list.at, now);
  const when = days === 0 ? "今天" : `${days} 天前`;
  const words = `摘牌名单截至 ${day(means.list.at)}（${when}），上面共 ${means.list.cards.size} 张卡。`;
  return days >= oldAfter ? `${words}名单较旧，这以后摘牌的查不出来；请联网后再查一次。` : words;
}
