/** Marks of answers and forwards in the languages of our users and their neighbours, with a count as in "Re[2]:". */
const MARK =
  /^(?:re|aw|antw|antwort|wg|fw|fwd|tr|rv|sv|vs|vl|ref|odp|ynt|rif|res)(?:\s?\[\d{1,3}\]|\s?\(\d{1,3}\))?\s?[:：]\s*/i;
const NOTICE = /^\[(?:ext|extern|external|spam)\]\s*/i;
const TAG = /\[#?([A-Z0-9]{2,8})-(\d{1,9})\]/;
const LONGEST = 1000;

/** The subject without marks of answers, forwards and mail gateways; white space made single. */
export function baseSubject(subject: string): string {
  let rest = subject.slice(0, LONGEST).replace(/\s+/g, ' ').trim();
  for (let shorter = strip(rest); shorter !== rest; shorter = strip(rest)) rest = shorter;
  return rest;
}

const strip = (text: string): string => text.replace(MARK, '').replace(NOTICE, '');

/** The number of a ticket as our own mails write it: `[NOR-42]`, code of the client and number. */
export function subjectTag(subject: string): { code: string; number: number } | undefined {
  const match = TAG.exec(subject.slice(0, LONGEST));
  return match ? { code: match[1]!, number: Number(match[2]) } : undefined;
}
