/** A word as the index has it: without regard to case, accents, ё and typographic apostrophes. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/и\u0306/gi, 'й')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’ʼ]/g, "'")
}
