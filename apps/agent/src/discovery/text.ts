import { LIMITS } from '@rettungsanker/protocol';

/**
 * What a device says about itself, as text that is safe to keep and to show: no control characters, nothing that
 * turns the direction of writing, no half characters; cut to its limit.
 */
export function clean(text: string, most: number = LIMITS.name): string {
  const plain = text
    .slice(0, 4 * most)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  // The cut may go through a pair of surrogates.
  return plain.slice(0, most).toWellFormed().trim();
}

/** A name of a host without the dot at its end; undefined for what cannot be one. */
export function hostnameOf(text: string): string | undefined {
  const name = text.replace(/\.$/, '');
  return name.length <= LIMITS.name && /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?$/u.test(name)
    ? name
    : undefined;
}
