/** Files that go to the program and come from it, in base 64. */

/** A file as the program takes it. */
export async function encoded(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // The arguments of a call are limited, the length of a text is not.
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

/** A file that the program has given. */
export function decoded(content: string, type = "application/octet-stream"): Blob {
  return new Blob([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], { type });
}

/** Have the browser save a file. */
export function download(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
