import { expect, test } from "vitest";

import { freeName } from "./useFiles";

test("two photos never share a name, since answers refer to them by it", () => {
  expect(freeName("主牌照片.jpg", [])).toBe("主牌照片.jpg");
  expect(freeName("主牌照片.jpg", [{ name: "主牌照片.jpg" }, { name: "主牌照片 2.jpg" }])).toBe("主牌照片 3.jpg");
  expect(freeName("批复", [{ name: "批复" }])).toBe("批复 2");
});
