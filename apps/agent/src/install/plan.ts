/** What an installation does, as data: shown by --dry-run, tested without being root. */
export type Step =
  | { do: 'write'; path: string; content: string; mode: number }
  | { do: 'copy'; from: string; to: string; mode: number }
  | { do: 'folder'; path: string; mode: number }
  /** `accept`: exit codes beside 0 that are as good. */
  | { do: 'run'; file: string; args: readonly string[]; accept?: readonly number[] }
  | { do: 'remove'; path: string };

export interface ServiceOptions {
  dataFolder: string;
  /** What starts the agent: the executable, or Node and the source. */
  command: { file: string; args: readonly string[] };
  /** The executable is one file that can be copied to a place of its own. */
  standalone: boolean;
  /** Linux: also see which program of which user is behind a port, at the price of two strong capabilities. */
  seeAll: boolean;
}

export interface RemovalOptions {
  dataFolder: string;
  /** Also remove identity, key and buffer. */
  purge: boolean;
}

/** One line for people. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'write':
      return `write ${step.path}`;
    case 'copy':
      return `copy ${step.from} to ${step.to}`;
    case 'folder':
      return `make the folder ${step.path}`;
    case 'run':
      return `run ${[step.file, ...step.args].join(' ')}`;
    case 'remove':
      return `remove ${step.path}`;
  }
}
