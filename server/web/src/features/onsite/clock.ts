// The time by the server's clock, as far as this device has heard of it: a phone may be hours or a year out.

const kept = "zhanping.skew";
const fine = 120_000; // milliseconds that nobody is told of

/** How far the server's clock is ahead of this device's, in milliseconds; 0 where they agree. */
export function skew(): number {
  const found = Number(localStorage.getItem(kept) ?? "0");
  return Number.isFinite(found) && Math.abs(found) > fine ? found : 0;
}

/** Takes note of the time of an answer that came just now. */
export function heard(date: string | null): void {
  const there = Date.parse(date ?? "");
  if (!Number.isNaN(there)) localStorage.setItem(kept, String(there - Date.now()));
}

/** Now, by the server's clock. */
export const now = () => new Date(Date.now() + skew());

/** What a person is to know of their clock; "" where it is right. */
export function clockWords(): string {
  const ahead = -skew();
  if (ahead === 0) return "";
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const far = minutes < 120 ? `${minutes} 分钟` : minutes < 2880 ? `${Math.round(minutes / 60)} 小时` : `${Math.round(minutes / 1440)} 天`;
  return `这台设备的时钟比服务器${ahead > 0 ? "快" : "慢"}约 ${far}。记录按服务器的时间写；请到系统设置里打开“自动设置时间”。`;
}
