/** Where the user is: a place, and what of it, in the part of the address behind `#`. */

import { signal } from "@preact/signals";

export const PLACES = ["rules", "review", "check", "compare"] as const;
export type PlaceName = (typeof PLACES)[number];

export interface Route {
  place: PlaceName;
  rest: string;
}

function read(): Route {
  const [, place = "", ...rest] = location.hash.split("/");
  const known = PLACES.find((one) => one === place);
  return { place: known ?? "rules", rest: rest.map(decode).join("/") };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const route = signal<Route>(read());
addEventListener("hashchange", () => (route.value = read()));

/** The address of a place. */
export function href(place: PlaceName, rest = ""): string {
  return `#/${[place, ...rest.split("/").filter(Boolean).map(encodeURIComponent)].join("/")}`;
}
