import type { CheckOutcome, SmartCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { ask } from '../programs.ts';
import { parseJson, shown, Verdict } from '../verdict.ts';

const scanSchema = z.object({
  devices: z._default(z.array(z.object({ name: z.string(), type: z.string() })), []),
});
const attribute = z.object({ id: z.number(), raw: z.object({ value: z.number() }) });
const deviceSchema = z.object({
  smartctl: z.object({
    messages: z._default(z.array(z.object({ string: z.string(), severity: z.string() })), []),
  }),
  model_name: z.optional(z.string()),
  serial_number: z.optional(z.string()),
  smart_status: z.optional(z.object({ passed: z.boolean() })),
  temperature: z.optional(z.object({ current: z.number() })),
  power_on_time: z.optional(z.object({ hours: z.number() })),
  ata_smart_attributes: z.optional(z.object({ table: z.array(attribute) })),
  nvme_smart_health_information_log: z.optional(
    z.object({
      critical_warning: z.number(),
      percentage_used: z.number(),
      available_spare: z.number(),
      available_spare_threshold: z.number(),
      media_errors: z.number(),
    }),
  ),
  scsi_grown_defect_list: z.optional(z.number()),
});
type Device = z.infer<typeof deviceSchema>;

/** ATA attributes whose raw value means the same with every maker. */
const REALLOCATED = 5;
const PENDING = 197;
const UNCORRECTABLE = 198;
/** Exit status of smartctl(8): the command line was wrong, or the device could not be opened. */
const NOT_ASKED = 0b11;

/** @throws CheckError RA_CHECK_MISSING without smartctl, or without a disk that it knows */
export async function checkSmart(check: SmartCheck, run: Run): Promise<CheckOutcome> {
  const names =
    check.devices.length > 0 ? check.devices.map((name) => ({ name, type: undefined })) : await scan(run);
  if (names.length === 0) throw new CheckError('RA_CHECK_MISSING', 'smartctl finds no disk on this host');
  const verdict = new Verdict();
  for (const { name, type } of names) {
    // One after the other: disks behind one controller would only wait for each other.
    const args = ['--json', '--info', '--health', '--attributes', '--nocheck=standby,0'];
    const asked = await ask(run, 'smartctl', [
      ...args,
      ...(type === undefined ? [] : [`--device=${type}`]),
      '--',
      name,
    ]);
    judgeDisk(check, name, asked.stdout, asked.exitCode, verdict);
  }
  return verdict.outcome(`${names.length} disks report no trouble`);
}

async function scan(run: Run): Promise<{ name: string; type: string | undefined }[]> {
  const { stdout } = await ask(run, 'smartctl', ['--json', '--scan']);
  return parseJson(scanSchema, stdout, 'smartctl').devices.slice(0, 64);
}

/** Judges what `smartctl --json` says of one disk. */
export function judgeDisk(
  check: SmartCheck,
  name: string,
  json: string,
  exitCode: number,
  verdict: Verdict,
): void {
  const device: Device = parseJson(deviceSchema, json, 'smartctl');
  // Two disks of one model have two serial numbers; sda may be another disk after the next start.
  const disk = shown(
    device.serial_number === undefined ? name : `${device.model_name ?? 'disk'} ${device.serial_number}`,
    45,
  );
  if ((exitCode & NOT_ASKED) !== 0) {
    const why =
      device.smartctl.messages.find(({ severity }) => severity === 'error')?.string ?? 'no reason given';
    // A disk that sleeps is not woken for a look at its health.
    if (/STANDBY|SLEEP/i.test(why)) return;
    verdict.problem('RA_CHECK_LOCAL', `${name} could not be asked (${shown(why)})`, 'unknown');
    return;
  }
  if (device.smart_status?.passed === false)
    verdict.problem('RA_CHECK_STATE', `${disk} predicts its own failure`);
  verdict.value('power_on_hours', device.power_on_time?.hours, disk);
  if (device.temperature !== undefined && device.temperature.current > 0) {
    verdict.value('celsius', device.temperature.current, disk);
    const limits = { warnAbove: check.warnCelsius, criticalAbove: check.criticalCelsius };
    verdict.limit(device.temperature.current, limits, `temperature of ${disk}`, '°C');
  }
  judgeSectors(check, disk, device, verdict);
  judgeNvme(check, disk, device, verdict);
}

function judgeSectors(check: SmartCheck, disk: string, device: Device, verdict: Verdict): void {
  const raw = (id: number) => device.ata_smart_attributes?.table.find((each) => each.id === id)?.raw.value;
  const counts = [raw(REALLOCATED), raw(PENDING), raw(UNCORRECTABLE), device.scsi_grown_defect_list];
  const known = counts.filter((count) => count !== undefined);
  if (known.length === 0) return;
  const bad = Math.max(...known);
  verdict.value('bad_sectors', bad, disk);
  if (bad >= check.criticalSectors)
    verdict.problem('RA_CHECK_LIMIT', `${disk} has ${bad} bad sectors`, 'failed');
  else if (bad >= check.warnSectors) verdict.problem('RA_CHECK_LIMIT', `${disk} has ${bad} bad sectors`);
}

function judgeNvme(check: SmartCheck, disk: string, device: Device, verdict: Verdict): void {
  const log = device.nvme_smart_health_information_log;
  if (log === undefined) return;
  verdict.value('wear', log.percentage_used, disk);
  verdict.value('media_errors', log.media_errors, disk);
  verdict.limit(
    log.percentage_used,
    { warnAbove: check.warnWear, criticalAbove: check.criticalWear },
    `wear of ${disk}`,
    '%',
  );
  if (log.critical_warning !== 0) {
    verdict.problem(
      'RA_CHECK_STATE',
      `${disk} gives the warning 0x${log.critical_warning.toString(16)} (NVMe, critical warning)`,
    );
  }
  if (log.available_spare < log.available_spare_threshold) {
    verdict.problem('RA_CHECK_STATE', `${disk} has ${log.available_spare} % of its spare left`);
  }
}
