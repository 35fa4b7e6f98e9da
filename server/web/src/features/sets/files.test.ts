import { expect, test } from "vitest";

import { base64, packed } from "./files";

test("a zip goes whole, other files by name", async () => {
  expect((await packed([new File([new Uint8Array([80, 75])], "套.zip")])).body).toEqual({ archive: "UEs=" });
  const chosen = await packed([new File(["id: a"], "standard.yaml"), new File(["x"], "photo.jpg")]);
  expect(chosen.body).toEqual({ files: { "standard.yaml": "id: a" } });
  expect((await packed([new File(["x"], "photo.jpg")])).words).toContain("没有");
});

test("large archives are packed, too", () => {
  const bytes = new Uint8Array(200_000).map((_, i) => i % 251);
  const back = Uint8Array.from(atob(base64(bytes)), (c) => c.charCodeAt(0));
  expect(back).toEqual(bytes);
});
