// The browser's own reader of QR codes. Some browsers have none; then nobody is shown a camera.
interface Detector {
  detect(from: HTMLVideoElement): Promise<readonly { rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** A reader of QR codes, where this browser and this address allow one. */
export async function reader(): Promise<Detector | undefined> {
  const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const camera = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!found || !camera) return undefined;
  const formats = await found.getSupportedFormats().catch((): readonly string[] => []);
  return formats.includes("qr_code") ? new found({ formats: ["qr_code"] }) : undefined;
}
