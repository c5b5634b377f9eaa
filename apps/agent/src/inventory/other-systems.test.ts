import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseApplications, parseSoftwareUpdate } from './darwin.ts';
import { parseUninstallKeys, parseWindowsUpdates } from './windows.ts';

test('Windows: installed programs from the registry, without parts and patches', () => {
  const text = [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\7-Zip',
    '    DisplayName    REG_SZ    7-Zip 24.08 (x64)',
    '    DisplayVersion    REG_SZ    24.08',
    '    Publisher    REG_SZ    Igor Pavlov',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{part}',
    '    DisplayName    REG_SZ    Part',
    '    DisplayVersion    REG_SZ    1',
    '    SystemComponent    REG_DWORD    0x1',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\nameless',
    '    DisplayVersion    REG_SZ    1',
  ].join('\r\n');
  assert.deepEqual(parseUninstallKeys(text), [
    {
      purl: 'pkg:generic/7-Zip%2024.08%20%28x64%29@24.08',
      name: '7-Zip 24.08 (x64)',
      version: '24.08',
      source: 'Igor Pavlov',
    },
  ]);
});

test('Windows: pending updates, in either language', () => {
  const text = JSON.stringify({
    searchedAt: '2026-11-20T08:00:00Z',
    pending: [
      { title: 'Kumulatives Update', kb: '5046633', categories: ['Sicherheitsupdates'], severity: null },
      { title: 'Driver', kb: null, categories: ['Drivers'], severity: null },
    ],
  });
  assert.deepEqual(parseWindowsUpdates(text), {
    listsRefreshedAt: '2026-11-20T08:00:00.000Z',
    pending: [
      { name: 'Kumulatives Update', available: 'KB5046633', security: true, origin: 'Windows Update' },
      { name: 'Driver', available: 'unknown', security: false, origin: 'Windows Update' },
    ],
  });
  assert.equal(parseWindowsUpdates('oops'), undefined);
});

test('macOS: applications and pending updates', () => {
  const profile = JSON.stringify({
    SPApplicationsDataType: [{ _name: 'Safari', version: '18.1' }, { _name: 'Unversioned' }],
  });
  assert.deepEqual(parseApplications(profile), [
    { purl: 'pkg:generic/Safari@18.1', name: 'Safari', version: '18.1' },
  ]);
  assert.equal(parseApplications('[]'), undefined);
  const list = `Software Update Tool

* Label: macOS Sonoma 14.5-23F79
\tTitle: macOS Sonoma 14.5, Version: 14.5, Size: 1KiB, Recommended: YES, Action: restart,
`;
  assert.deepEqual(parseSoftwareUpdate(list), [
    { name: 'macOS Sonoma 14.5', available: '14.5', security: true, origin: 'Apple' },
  ]);
});
