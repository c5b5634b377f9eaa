import type { EXECUTED } from '../../apps/server/src/monitoring/kinds/executed.ts';

export type DocumentedKind = keyof typeof EXECUTED;

/** What stands around the tables of checks. */
export const CHECK_PAGE = {
  en: {
    title: 'Checks',
    text: `Made by \`npm run docs\` from the code. How rules turn results into alerts: [alarms.md](alarms.md). Checks that come with every
system: [use.md](use.md#checks-and-their-rules).

A check is added under *Checks* on a system's page, or with \`POST /api/v1/clients/{clientId}/assets/{assetId}/checks\` and a body like
\`{"kind": "smart", "config": {"warnCelsius": 50}}\`. What is left out has the value behind its name. Times end in \`Ms\`, \`Hours\`,
\`Days\`; shares are percent. Passwords, communities and keys are sealed, never shown again, and sent only to the agent that runs the check.

| Runs on | Means |
| --- | --- |
| host | the agent of the system itself |
| site | an agent of the site: the system's own, or a probe that checks its neighbours |
| anywhere | also the server, as far as the address permits |

What cannot be judged (no right, no such program, outside the allowed networks) is *unknown*, never fine. All numbers that a check finds are
kept: *Actions, Values over time*.

Messages: \`rules\` are \`{"name", "pattern", "severity": "warning" or "failed", "atLeast": 1}\`; a check of messages is fine again
after \`quietMinutes\` without a match. \`access\` is \`{"version": "2c", "community"}\`, or for version 3 \`{"version": "3", "user",
"auth": {"protocol", "secret"}, "privacy": {"protocol", "secret"}}\`. \`limits\` are \`warnAbove\`, \`criticalAbove\`, \`warnBelow\`,
\`criticalBelow\`.

**Heartbeat** \`heartbeat\` is judged by the server: a job calls an address (\`GET\`, \`HEAD\` or \`POST\`), and what is judged is that it does not.
\`{"type": "every", "periodSeconds", "graceSeconds": 60}\` or \`{"type": "cron", "expression", "timeZone": "Europe/Berlin",
"graceSeconds": 900}\`; with \`/start\` before and the exit code behind the address (\`…/$?\`) a job that fails, or hangs for longer than
\`maxRunSeconds\`, is found as well.`,
    heads: ['Check', 'Fails or warns when', 'Runs on', 'Every', 'Settings'],
    parts: {
      host: 'The host itself',
      network: 'Over the network',
      devices: 'Devices and plants',
      storage: 'Storage and backups',
    },
    runsOn: { host: 'host', site: 'site', anywhere: 'anywhere' },
    required: 'required',
  },
  de: {
    title: 'Prüfungen',
    text: `Von \`npm run docs\` aus dem Code erzeugt. Wie Regeln aus Ergebnissen Alarme machen: [alarme.md](alarme.md). Prüfungen, die jedes System
von selbst hat: [bedienung.md](bedienung.md#prüfungen-und-ihre-regeln).

Eine Prüfung wird unter *Prüfungen* auf der Seite des Systems angelegt oder mit \`POST /api/v1/clients/{clientId}/assets/{assetId}/checks\` und
einem Inhalt wie \`{"kind": "smart", "config": {"warnCelsius": 50}}\`. Was fehlt, hat den Wert hinter seinem Namen. Zeiten enden auf \`Ms\`,
\`Hours\`, \`Days\`; Anteile sind Prozent. Passwörter, Communitys und Schlüssel sind versiegelt, werden nie wieder gezeigt und gehen nur an den
Agenten, der die Prüfung ausführt.

| Läuft auf | Bedeutung |
| --- | --- |
| System | dem Agenten des Systems selbst |
| Standort | einem Agenten des Standorts: dem eigenen oder einer Sonde, die ihre Nachbarn prüft |
| überall | auch dem Server, soweit die Adresse es erlaubt |

Was sich nicht beurteilen lässt (kein Recht, kein solches Programm, außerhalb der erlaubten Netze), ist *unbekannt*, nie in Ordnung. Alle Zahlen,
die eine Prüfung findet, bleiben erhalten: *Aktionen, Werte im Verlauf*.

Meldungen: \`rules\` sind \`{"name", "pattern", "severity": "warning" oder "failed", "atLeast": 1}\`; eine Prüfung von Meldungen ist nach
\`quietMinutes\` ohne Treffer wieder in Ordnung. \`access\` ist \`{"version": "2c", "community"}\` oder bei Version 3 \`{"version": "3", "user",
"auth": {"protocol", "secret"}, "privacy": {"protocol", "secret"}}\`. \`limits\` sind \`warnAbove\`, \`criticalAbove\`, \`warnBelow\`,
\`criticalBelow\`.

**Lebenszeichen** \`heartbeat\` beurteilt der Server: Eine Aufgabe ruft eine Adresse auf (\`GET\`, \`HEAD\` oder \`POST\`), und beurteilt wird, dass sie es
nicht tut. \`{"type": "every", "periodSeconds", "graceSeconds": 60}\` oder \`{"type": "cron", "expression", "timeZone": "Europe/Berlin",
"graceSeconds": 900}\`; mit \`/start\` davor und dem Rückgabewert hinter der Adresse (\`…/$?\`) fällt auch eine Aufgabe auf, die scheitert oder länger
hängt als \`maxRunSeconds\`.`,
    heads: ['Prüfung', 'Schlägt fehl oder warnt, wenn', 'Läuft auf', 'Alle', 'Einstellungen'],
    parts: {
      host: 'Das System selbst',
      network: 'Über das Netz',
      devices: 'Geräte und Anlagen',
      storage: 'Speicher und Sicherungen',
    },
    runsOn: { host: 'System', site: 'Standort', anywhere: 'überall' },
    required: 'nötig',
  },
} as const;

/** When each kind fails or warns, as the end of a sentence. */
export const CHECK_WORDS: Readonly<Record<'en' | 'de', Readonly<Record<DocumentedKind, string>>>> = {
  en: {
    service: 'the service does not run',
    process: 'fewer processes of that name or command line run',
    log: 'new lines of a file, the journal or a Windows event log match a rule; rotation and restarts are followed. Files only in folders that the owner of the host allows',
    'scheduled-task': 'a systemd timer or Windows task failed last time, or has not run for too long',
    'pending-reboot': 'an update waits for a restart, for too many days',
    'time-skew': "the host's time service says that the clock is off, or is not synchronised",
    antivirus: 'ClamAV or Windows Defender does not run, or its definitions are old',
    firewall: 'nothing filters what comes in (nftables, ufw, firewalld, iptables, Windows)',
    'failed-sign-ins': 'more sign-ins fail in an hour',
    plugin:
      'a plugin of the Nagios family says so (exit code); its performance data are kept. Only in folders that the owner of the host allows',
    http: 'status, header, text, pattern or JSON value is not as expected, redirects lead nowhere, the certificate is bad, or it is slow',
    tcp: 'the port does not answer, or not with the bytes expected',
    udp: 'there is no answer to the datagram, or another one',
    icmp: 'too many echo requests are lost, or they are slow; without the right to send them a TCP connection is tried',
    tls: 'the certificate ends soon, is untrusted or for another name; TLS before 1.2 or weak ciphers are accepted',
    domain: 'the registration of the domain ends soon (RDAP)',
    dns: 'the name server answers with an error, with other values, or unsigned',
    ntp: 'the time server is not synchronised, or away from the checking host',
    smtp: 'there is no greeting, no encryption where it is wanted, or a bad certificate',
    imap: 'as for smtp',
    pop3: 'as for smtp',
    ftp: 'as for smtp',
    ssh: 'there is no greeting, or another one',
    ldap: 'the directory does not answer an anonymous bind; a refusal is an answer',
    postgresql: 'it does not answer, or says "not now"; nobody signs in',
    mysql: 'as for postgresql',
    redis: 'as for postgresql',
    exporter:
      'a Prometheus exporter does not answer, or one of its series is beyond its limits; series that match `keep` are kept',
    'snmp-interfaces':
      'errors, use of the line, or a port that was up and went down. Traffic with 64-bit counters where there are some; wraps and restarts are noticed',
    'snmp-cpu': 'the processors are busy',
    'snmp-memory': 'memory is used up',
    'snmp-storage': 'a file system or volume is full',
    'snmp-sensor': 'a sensor (temperature unless told otherwise) is beyond its limits or reports a fault',
    'snmp-ups': 'the UPS runs on battery, lasts too short, is overloaded, or its battery is old',
    'snmp-printer': 'supplies run out, a waste box is full, or the printer reports an error',
    'snmp-value': 'the object is beyond its limits, or its text does not match',
    'snmp-trap': 'a trap or inform that comes in (v1, v2c, v3) matches a rule',
    syslog: 'a message that comes in (RFC 5424 or 3164; UDP, TCP, TLS) matches a rule',
    modbus: 'a value read by Modbus TCP is beyond its limits; nothing is ever written',
    opcua:
      'a value read by OPC UA is bad or beyond its limits, or the server is not running; nothing is ever written',
    smart: 'a drive reports failure, bad sectors, heat or wear (smartctl 7)',
    raid: 'a member of a Linux software RAID is missing, has failed or is rebuilt',
    zfs: 'a pool is degraded, has errors, is full, or was not scrubbed for long',
    'thin-pool': 'data or metadata of an LVM thin pool are full',
    share: 'a mounted share (NFS, SMB) is gone, not mounted, or slow',
    fsync: 'a small synchronous write takes long',
    'backup-restic': 'the newest snapshot is old',
    'backup-borg': 'the newest archive is old',
    'backup-folder': 'the newest file of a folder is old or too small',
    'backup-windows': 'the last run of Windows Server Backup or Veeam failed, or is old',
  },
  de: {
    service: 'der Dienst nicht läuft',
    process: 'weniger Prozesse dieses Namens oder dieser Befehlszeile laufen',
    log: 'neue Zeilen einer Datei, des Journals oder eines Windows-Ereignisprotokolls zu einer Regel passen; Rotation und Neustarts werden verfolgt. Dateien nur in Ordnern, die der Inhaber des Rechners erlaubt',
    'scheduled-task':
      'ein systemd-Timer oder eine Windows-Aufgabe zuletzt fehlschlug oder zu lange nicht lief',
    'pending-reboot': 'eine Aktualisierung seit zu vielen Tagen auf einen Neustart wartet',
    'time-skew': 'der Zeitdienst des Rechners meldet, dass die Uhr abweicht oder nicht synchronisiert ist',
    antivirus: 'ClamAV oder Windows Defender nicht läuft oder alte Signaturen hat',
    firewall: 'nichts filtert, was hereinkommt (nftables, ufw, firewalld, iptables, Windows)',
    'failed-sign-ins': 'in einer Stunde mehr Anmeldungen fehlschlagen',
    plugin:
      'ein Plugin der Nagios-Familie es sagt (Rückgabewert); seine Leistungsdaten bleiben erhalten. Nur in Ordnern, die der Inhaber des Rechners erlaubt',
    http: 'Status, Kopfzeile, Text, Muster oder JSON-Wert nicht stimmen, Weiterleitungen ins Leere führen, das Zertifikat schlecht ist oder es zu lange dauert',
    tcp: 'der Port nicht oder nicht mit den erwarteten Bytes antwortet',
    udp: 'auf das Datagramm keine oder eine andere Antwort kommt',
    icmp: 'zu viele Echo-Anfragen verloren gehen oder langsam sind; ohne das Recht dazu wird eine TCP-Verbindung versucht',
    tls: 'das Zertifikat bald endet, nicht vertraut wird oder für einen anderen Namen gilt; TLS vor 1.2 oder schwache Verfahren angenommen werden',
    domain: 'die Registrierung der Domain bald endet (RDAP)',
    dns: 'der Nameserver mit Fehler, mit anderen Werten oder unsigniert antwortet',
    ntp: 'der Zeitserver nicht synchronisiert ist oder vom prüfenden Rechner abweicht',
    smtp: 'keine Begrüßung kommt, die gewünschte Verschlüsselung fehlt oder das Zertifikat schlecht ist',
    imap: 'wie bei smtp',
    pop3: 'wie bei smtp',
    ftp: 'wie bei smtp',
    ssh: 'keine oder eine andere Begrüßung kommt',
    ldap: 'das Verzeichnis auf eine anonyme Anmeldung nicht antwortet; eine Ablehnung ist eine Antwort',
    postgresql: 'es nicht antwortet oder „jetzt nicht“ sagt; niemand meldet sich an',
    mysql: 'wie bei postgresql',
    redis: 'wie bei postgresql',
    exporter:
      'ein Prometheus-Exporter nicht antwortet oder eine seiner Messreihen jenseits ihrer Grenzen liegt; was zu `keep` passt, bleibt erhalten',
    'snmp-interfaces':
      'Fehler, Auslastung der Leitung oder ein Anschluss, der verbunden war und es nicht mehr ist. Verkehr mit 64-Bit-Zählern, wo es sie gibt; Überlauf und Neustart werden bemerkt',
    'snmp-cpu': 'die Prozessoren ausgelastet sind',
    'snmp-memory': 'der Arbeitsspeicher belegt ist',
    'snmp-storage': 'ein Dateisystem oder Volume voll ist',
    'snmp-sensor':
      'ein Sensor (Temperatur, wenn nichts anderes gesagt ist) jenseits seiner Grenzen liegt oder einen Fehler meldet',
    'snmp-ups': 'die USV auf Batterie läuft, zu kurz reicht, überlastet ist oder ihre Batterie alt ist',
    'snmp-printer':
      'Verbrauchsmaterial ausgeht, ein Restbehälter voll ist oder der Drucker einen Fehler meldet',
    'snmp-value': 'das Objekt jenseits seiner Grenzen liegt oder sein Text nicht passt',
    'snmp-trap': 'ein eintreffender Trap oder Inform (v1, v2c, v3) zu einer Regel passt',
    syslog: 'eine eintreffende Meldung (RFC 5424 oder 3164; UDP, TCP, TLS) zu einer Regel passt',
    modbus: 'ein über Modbus TCP gelesener Wert jenseits seiner Grenzen liegt; geschrieben wird nie',
    opcua:
      'ein über OPC UA gelesener Wert schlecht ist oder jenseits seiner Grenzen liegt oder der Server nicht läuft; geschrieben wird nie',
    smart: 'ein Laufwerk einen Defekt, schlechte Sektoren, Hitze oder Abnutzung meldet (smartctl 7)',
    raid: 'ein Mitglied eines Linux-Software-RAIDs fehlt, ausgefallen ist oder wiederhergestellt wird',
    zfs: 'ein Pool beeinträchtigt oder voll ist, Fehler hat oder lange nicht geprüft wurde (Scrub)',
    'thin-pool': 'Daten oder Metadaten eines LVM-Thin-Pools voll sind',
    share: 'eine eingehängte Freigabe (NFS, SMB) weg, nicht eingehängt oder langsam ist',
    fsync: 'ein kleiner synchroner Schreibvorgang lange dauert',
    'backup-restic': 'der neueste Snapshot alt ist',
    'backup-borg': 'das neueste Archiv alt ist',
    'backup-folder': 'die neueste Datei eines Ordners alt oder zu klein ist',
    'backup-windows': 'der letzte Lauf von Windows Server-Sicherung oder Veeam fehlschlug oder alt ist',
  },
};
