export interface Connection {
  /** The folder of the socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** A running database server under our supervision. It does not keep the process alive. */
export interface EmbeddedDatabase {
  /** As superuser: for the owner of the schema, its roles and its migrations. */
  readonly connection: Connection;
  /** True when the server of a killed instance was found alive and taken over. */
  readonly adopted: boolean;
  /** Called once when the server ended without stop(), with the reason; at once when that has happened already. */
  onExit(listener: (reason: string) => void): void;
  /** Fast shutdown; returns when the server is gone. */
  stop(): Promise<void>;
}

/** What takes long, for the terminal: `elsewhere` and `copying` carry a path. */
export type DatabaseStep =
  | 'elsewhere'
  | 'copying'
  | 'creating'
  | 'starting'
  | 'adopting'
  | 'waiting'
  | 'restarting';

export interface EmbeddedDatabaseOptions {
  /** The data folder's `database`, absolute; made when missing. */
  readonly dataDir: string;
  log(message: string, fields?: Record<string, unknown>): void;
  progress?(step: DatabaseStep, detail?: string): void;
  /** Settings of PostgreSQL beyond the defaults (settings.ts). */
  readonly settings?: Record<string, string>;
  /** Parent of what the server's account cannot reach in the data folder when we are root. */
  readonly elsewhere?: string;
}
