/** What the start command says, in the language of the terminal. */
export function terminalWords(lang: string | undefined): { step(name: string, detail?: string): string } {
  const words = lang?.toLowerCase().startsWith('de') ? GERMAN : ENGLISH;
  return {
    step(name, detail = '') {
      const text = Object.hasOwn(words, name) ? words[name]! : name;
      return text.includes('%') ? text.replace('%', detail) : text;
    },
  };
}

const ENGLISH: Record<string, string> = {
  console: 'Building the console (once; this takes some seconds) …',
  'console-again': 'Building the console again, its sources have changed …',
  elsewhere: 'The data folder cannot be reached by the database account; the database lives in % …',
  copying: 'Copying the database programs to % …',
  creating: 'Creating the database …',
  starting: 'Starting the database …',
  adopting: 'Taking over the database that is still running …',
  waiting: 'Waiting for the database to recover …',
  restarting: 'Restarting the database …',
  migrating: 'Bringing the database up to date …',
  enrolling: 'Enrolling this machine as the first system …',
  agent: 'Starting the local agent …',
  ready: 'Ready after % s.',
  setup: 'Open this link to set up the first owner. It works once:',
  stopping: 'Stopping …',
  'database-broken':
    'The database keeps ending by itself (%). See data/database for its log, and run: rettungsanker doctor',
};

const GERMAN: Record<string, string> = {
  console: 'Oberfläche wird gebaut (einmal; das dauert einige Sekunden) …',
  'console-again': 'Oberfläche wird neu gebaut, denn ihr Quelltext hat sich geändert …',
  elsewhere: 'Der Datenordner ist für das Datenbankkonto nicht erreichbar; die Datenbank liegt in % …',
  copying: 'Datenbankprogramme werden nach % kopiert …',
  creating: 'Datenbank wird angelegt …',
  starting: 'Datenbank wird gestartet …',
  adopting: 'Die noch laufende Datenbank wird übernommen …',
  waiting: 'Die Datenbank stellt sich wieder her …',
  restarting: 'Datenbank wird neu gestartet …',
  migrating: 'Datenbank wird auf den neuen Stand gebracht …',
  enrolling: 'Dieser Rechner wird als erstes System angemeldet …',
  agent: 'Lokaler Agent wird gestartet …',
  ready: 'Bereit nach % s.',
  setup: 'Mit diesem Link wird der erste Inhaber eingerichtet. Er gilt einmal:',
  stopping: 'Wird beendet …',
  'database-broken':
    'Die Datenbank endet immer wieder von selbst (%). Ihr Protokoll liegt in data/database; hilfreich ist: rettungsanker doctor',
};
