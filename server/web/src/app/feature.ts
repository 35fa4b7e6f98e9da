// A feature declares its pages here: path, title, who has it in the menu. The router only collects them.
import type { Component } from "vue";

import type { Role } from "../session";

export interface Page {
  path: string;
  name: string;
  title: string;
  component: () => Promise<{ default: Component }>;
  /** In the menu of these roles; of nobody where left out. A page about one station leads to the person's own. */
  menu?: readonly Role[];
  /** Uses the whole width of a large screen: maps of numbers. */
  wide?: boolean;
  /** Open without signing in. */
  open?: boolean;
}

export type Feature = readonly Page[];
