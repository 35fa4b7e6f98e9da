declare module "virtual:engine" {
  /** Where the engine lies, packed; "" where the application was built without it. */
  export const engine: string;
}

declare module "virtual:engine-start";
