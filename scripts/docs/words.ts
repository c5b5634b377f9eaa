import type { SettingKey } from '../../apps/server/src/platform/config/settings.ts';
import type { Permission, Role } from '../../apps/server/src/platform/tenancy/permissions.ts';

/** German for what the code describes in English. A new setting, role or permission without words does not compile. */
export const SETTINGS_DE: Readonly<Record<SettingKey, string>> = {
  'data.dir': 'Ordner für Datenbank, Schlüssel und Zustand des Agenten; nur für den Eigentümer lesbar.',
  'http.host':
    'Adresse, auf der der Server lauscht. Alles außer dem eigenen Rechner braucht TLS, hier oder an einem Reverse-Proxy.',
  'http.port': 'Port, auf dem der Server lauscht (0: irgendein freier).',
  'http.public-url':
    'Adresse, unter der Browser und Agenten diesen Server erreichen. Ohne Angabe aus Adresse und Port gebildet.',
  'http.tls':
    'TLS des eingebauten Servers. Ein selbst signiertes Zertifikat merken sich die Agenten bei der Aufnahme.',
  'http.tls-cert': 'Zertifikatskette (PEM) für http.tls = files.',
  'http.tls-key': 'Privater Schlüssel (PEM) für http.tls = files.',
  'http.trusted-proxies': 'Adressen der Reverse-Proxys, deren X-Forwarded-…-Kopfzeilen geglaubt wird.',
  'database.url':
    'PostgreSQL 15 oder neuer, als Eigentümer der Datenbank. Leer: Der eingebaute Server wird benutzt.',
  'database.app-url':
    'Dieselbe Datenbank mit der eingeschränkten Rolle, mit der das Programm arbeitet. Leer: Die Rolle wird angelegt (braucht CREATEROLE).',
  'database.settings':
    'Einstellungen des eingebauten PostgreSQL, in dessen eigenen Worten; in der Datei als Tabelle [database.settings].',
  'database.pool': 'Verbindungen der eingeschränkten Rolle.',
  roles: 'Was dieser Prozess tut.',
  'agent.local': 'Diesen Rechner mit einem lokalen Agenten überwachen.',
  'log.level': 'Unwichtigste Meldungen, die noch protokolliert werden.',
  'log.format': 'Text für Menschen, JSON für Sammler; auto: Text auf einem Terminal.',
  'metrics.token':
    'Bearer-Token für GET /metrics. Leer: Nur Programme auf diesem Rechner dürfen die Werte lesen.',
  'retention.sample-days': 'Tage, die Messwerte aufbewahrt werden.',
  'retention.rollup-days':
    'Tage, die kleinster, größter, mittlerer und letzter Wert jeder Stunde aufbewahrt werden.',
  'series.url':
    'Prometheus-kompatibler Server, der die Messreihen statt der Datenbank aufbewahrt (Remote Write hinein, PromQL heraus). Leer: die Datenbank.',
  'series.token': 'Bearer-Token für series.url. Leer: Es wird keines gesendet.',
  'retention.event-days': 'Tage, die Ereignisse und gesendete Mitteilungen aufbewahrt werden.',
  'ingest.host':
    'Adresse für die Ports von Zabbix und Graphite. Beide Protokolle sind unverschlüsselt: nur in Netzen, denen Sie trauen.',
  'ingest.zabbix-port': 'Port für zabbix_sender und aktive Zabbix-Agenten (üblich: 10051). 0: geschlossen.',
  'ingest.graphite-port': 'Port für Messwerte als Graphite-Klartext (üblich: 2003). 0: geschlossen.',
  'mail.host':
    'Adresse für den SMTP-Empfang. Er spricht ohne TLS: für einen Mailserver davor, auf diesem Rechner oder in einem Netz, dem Sie trauen.',
  'mail.port':
    'Port, auf dem Mails für Postfächer der Art „direkt empfangen“ angenommen werden. 0: geschlossen.',
  'mail.protocol': 'Was der Mailserver davor mit dem Empfang spricht: smtp oder lmtp.',
  'disk.reserve-mb':
    'Unterhalb dieses freien Platzes im Datenordner werden neue Daten abgelehnt, damit Vorhandenes sicher bleibt.',
  'console.dir': 'Ordner der gebauten Oberfläche. Leer: apps/web/dist, wird bei Bedarf gebaut.',
  'agent.builds-dir':
    'Ordner der Agentenprogramme, die zum Herunterladen angeboten werden. Leer: build/agent.',
};

export const ROLE_WORDS: Readonly<Record<'en' | 'de', Record<Role, string>>> = {
  en: {
    owner: 'Owner',
    technician: 'Technician',
    auditor: 'Auditor',
    management: 'Management',
    'it-coordinator': 'IT coordinator',
    employee: 'Employee',
  },
  de: {
    owner: 'Inhaber',
    technician: 'Techniker',
    auditor: 'Prüfer',
    management: 'Leitung',
    'it-coordinator': 'IT-Koordination',
    employee: 'Mitarbeit',
  },
};

export const PERMISSION_WORDS: Readonly<Record<'en' | 'de', Record<Permission, string>>> = {
  en: {
    'client.read': 'See the client and its sites',
    'client.manage': 'Add, change and archive clients',
    'site.manage': 'Add and change sites',
    'asset.read': 'See systems, measurements and inventory',
    'asset.manage': 'Change and archive systems',
    'agent.enrol': 'Enrol agents',
    'check.manage': 'Change checks and thresholds',
    'discovery.manage': 'Look over networks and accept what was found as systems with checks',
    'ingest.manage': 'Make and revoke tokens for Prometheus, Zabbix and other senders',
    'alert.read': 'See alerts',
    'alert.acknowledge': 'Take over alerts',
    'ticket.read': 'See tickets',
    'ticket.create': 'Open tickets',
    'ticket.work': 'Work on tickets',
    'people.read': 'See people and roles',
    'people.manage': 'Invite people, change roles, take away lost factors',
    'audit.read': 'Read and export the audit log',
    'settings.read': 'See settings',
    'settings.manage': 'Change settings',
  },
  de: {
    'client.read': 'Kunden und Standorte sehen',
    'client.manage': 'Kunden anlegen, ändern und archivieren',
    'site.manage': 'Standorte anlegen und ändern',
    'asset.read': 'Systeme, Messwerte und Inventar sehen',
    'asset.manage': 'Systeme ändern und archivieren',
    'agent.enrol': 'Agenten aufnehmen',
    'check.manage': 'Prüfungen und Schwellen ändern',
    'discovery.manage': 'Netze absuchen und Gefundenes als Systeme mit Prüfungen aufnehmen',
    'ingest.manage': 'Token für Prometheus, Zabbix und andere Sender anlegen und sperren',
    'alert.read': 'Alarme sehen',
    'alert.acknowledge': 'Alarme übernehmen',
    'ticket.read': 'Tickets sehen',
    'ticket.create': 'Tickets öffnen',
    'ticket.work': 'Tickets bearbeiten',
    'people.read': 'Personen und Rollen sehen',
    'people.manage': 'Personen einladen, Rollen ändern, verlorene Faktoren entfernen',
    'audit.read': 'Prüfprotokoll lesen und exportieren',
    'settings.read': 'Einstellungen sehen',
    'settings.manage': 'Einstellungen ändern',
  },
};

export const PERMISSION_PAGE = {
  en: {
    title: 'Roles and permissions',
    text: `Made by \`npm run docs\` from \`apps/server/src/platform/tenancy/permissions.ts\`.

Owner, technician and auditor are roles of the provider and count in every client that the person serves; technicians and
auditors can be limited to named clients. Management, IT coordinator and employee are roles of one client and count there only.
An employee sees and writes own requests only. The last column is what routes of the HTTP interface need (\`x-permission\` in the
OpenAPI document) and what an API key is given.`,
    may: 'May',
    permission: 'Permission',
  },
  de: {
    title: 'Rollen und Rechte',
    text: `Erzeugt von \`npm run docs\` aus \`apps/server/src/platform/tenancy/permissions.ts\`.

Inhaber, Techniker und Prüfer sind Rollen des Dienstleisters und gelten bei jedem Kunden, den die Person betreut; Techniker und
Prüfer lassen sich auf bestimmte Kunden beschränken. Leitung, IT-Koordination und Mitarbeit sind Rollen bei einem Kunden und gelten
nur dort. Wer die Rolle Mitarbeit hat, sieht und schreibt nur eigene Anliegen. Die letzte Spalte nennt, was die Routen der
HTTP-Schnittstelle verlangen (\`x-permission\` im OpenAPI-Dokument) und was ein API-Schlüssel bekommt.`,
    may: 'Darf',
    permission: 'Recht',
  },
} as const;
