// A photo as a phone takes it: larger than what is sent.

/** A JPEG of shapes, drawn by the browser of a page. */
export async function photo(page, [width, height] = [2400, 1800]) {
  const text = await page.evaluate(
    ([w, h]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h });
      const pen = canvas.getContext("2d");
      for (let i = 0; i < 240; i++) {
        pen.fillStyle = `hsl(${i * 37} 60% ${30 + (i % 5) * 12}%)`;
        pen.fillRect((i * 397) % w, (i * 211) % h, w / 9, h / 11);
      }
      return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
    },
    [width, height],
  );
  return Buffer.from(text, "base64");
}
