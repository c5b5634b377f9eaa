/** Control characters and those that turn the direction of a line around: a device must not dress up as another one. */
const DECEITFUL = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** What a device calls itself, as it may be stored and shown. */
export const plainText = (text: string, longest: number): string =>
  text.replaceAll(DECEITFUL, ' ').toWellFormed().trim().slice(0, longest).toWellFormed();

/** Those that say something, each once. */
export const plainTexts = (texts: readonly string[], longest: number, most: number): string[] =>
  [...new Set(texts.map((text) => plainText(text, longest)))].filter((text) => text !== '').slice(0, most);
