/** File names and answers may hold anything; what a terminal would obey becomes visible instead. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '\u{fffd}')
}
