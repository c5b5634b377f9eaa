import { Button, Menu, Modal } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import type { State } from '../app/tokens.ts';
import type { AssetPlace } from '../fleet/queries.ts';
import { STATE_RANK } from '../fleet/words.ts';
import { useMay } from '../identity/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconDots, IconPlus } from '../ui/icons.ts';
import { loadCodeSomeTime } from '../ui/loadCode.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge, Tag } from '../ui/StateBadge.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { sayDone, useUndo } from '../ui/useUndo.tsx';
import { CheckHistory } from './CheckHistory.tsx';
import { keepsValues } from './checkValues.ts';
import { useCheckName, useFindingText } from './finding.ts';
import { Heartbeat } from './heartbeat/Heartbeat.tsx';
import { type Check, changeCheck, removeCheck, useChecks } from './queries.ts';
import { RuleForm } from './RuleForm.tsx';
import { ruleText } from './rules.ts';
import { unseenText } from './unseen.ts';

// Forms for every kind of check are needed by the few who change one.
const AddCheck = lazy(() =>
  loadCodeSomeTime(() => import('./checks/AddCheck.tsx')).then((module) => ({ default: module.AddCheck })),
);
const EditCheck = lazy(() =>
  loadCodeSomeTime(() => import('./checks/EditCheck.tsx')).then((module) => ({ default: module.EditCheck })),
);

/** What the dialog shows: a new check, or one part of a check that is there. */
type Shown = { part: 'add' } | { part: 'edit' | 'rule' | 'beat' | 'history'; check: Check };

/** One line: a check, or one instance of it (mount point, interface). */
interface Line {
  check: Check;
  state: Check['states'][number] | undefined;
}

const stateOf = ({ check, state }: Line): State => {
  if (!check.enabled) return 'paused';
  return state?.status ?? 'unknown';
};

/** Checks of a system with what they found last. */
export function ChecksPanel({ place }: { place: AssetPlace }) {
  const { t } = useTranslation();
  const may = useMay('check.manage');
  const query = useChecks(place);
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<Shown>();
  const items = query.data?.items;
  const lines = useMemo(
    () =>
      (items ?? [])
        .filter((check) => !removed.has(check.id))
        .flatMap((check): Line[] =>
          check.states.length > 0
            ? check.states.map((state) => ({ check, state }))
            : [{ check, state: undefined }],
        )
        // The worst on top, until somebody sorts otherwise.
        .sort((a, b) => STATE_RANK[stateOf(b)] - STATE_RANK[stateOf(a)]),
    [items, removed],
  );
  const close = () => setShown(undefined);
  const undo = useUndo();
  const checkName = useCheckName();
  const remove = (check: Check) => {
    const restore = () => setRemoved((before) => new Set([...before].filter((id) => id !== check.id)));
    setRemoved((before) => new Set([...before, check.id]));
    undo.later({
      message: t('monitoring.check.removed', { name: checkName(check.kind, check.name) }),
      commit: (init) => removeCheck(place, check.id, init),
      restore,
    });
  };
  const toggle = (check: Check) => {
    const set = (enabled: boolean) => changeCheck(place, check.id, { enabled });
    const name = checkName(check.kind, check.name);
    set(!check.enabled).then(
      () =>
        undo.done({
          message: check.enabled ? t('monitoring.check.off', { name }) : t('monitoring.check.on', { name }),
          undo: () => set(check.enabled),
        }),
      undo.showError,
    );
  };
  const columns = useCheckColumns((check) =>
    may ? (
      <CheckMenu check={check} show={setShown} toggle={toggle} remove={remove} />
    ) : keepsValues(check) ? (
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() => setShown({ part: 'history', check })}
      >
        {t('monitoring.history.short')}
      </Button>
    ) : null,
  );
  const addButton = may && (
    <Button
      size="sm"
      leftSection={<IconPlus size={16} stroke={1.75} />}
      onClick={() => setShown({ part: 'add' })}
    >
      {t('monitoring.check.add')}
    </Button>
  );
  return (
    <>
      <DataTable
        name="checks"
        label={t('monitoring.check.title')}
        columns={columns}
        rows={lines}
        rowId={({ check, state }) => `${check.id} ${state?.instance ?? ''}`}
        query={query}
        actions={addButton}
        empty={
          <EmptyState title={t('monitoring.check.none')} action={addButton}>
            {t('monitoring.check.noneText')}
          </EmptyState>
        }
      />
      <Modal
        opened={shown !== undefined}
        onClose={close}
        size={shown?.part === 'history' ? 'xl' : 'lg'}
        title={
          shown?.part === 'add'
            ? t('monitoring.check.add')
            : shown && checkName(shown.check.kind, shown.check.name)
        }
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <Suspense fallback={<RoutePending />}>
          {shown?.part === 'add' && (
            <AddCheck place={place} onRule={(check) => setShown({ part: 'rule', check })} onDone={close} />
          )}
          {shown?.part === 'edit' && (
            <EditCheck
              place={place}
              check={shown.check}
              onDone={() => {
                sayDone(t('ui.form.saved'));
                close();
              }}
            />
          )}
          {shown?.part === 'rule' && <RuleForm place={place} check={shown.check} onDone={close} />}
          {shown?.part === 'history' && <CheckHistory place={place} check={shown.check} />}
          {shown?.part === 'beat' && <Heartbeat place={place} checkId={shown.check.id} onDone={close} />}
        </Suspense>
      </Modal>
    </>
  );
}

function useCheckColumns(menu: (check: Check) => React.ReactNode): Column<Line>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const finding = useFindingText();
  const checkName = useCheckName();
  return [
    {
      id: 'status',
      header: t('fleet.asset.status'),
      value: (line) => t(`ui.state.${stateOf(line)}`),
      sortBy: (line) => STATE_RANK[stateOf(line)],
      sortFirst: 'descending',
      filterValue: stateOf,
      choices: (['critical', 'warning', 'unknown', 'paused', 'ok'] as const).map((value) => ({
        value,
        label: t(`ui.state.${value}`),
      })),
      cell: (line) => (
        <>
          <StateBadge state={stateOf(line)} variant="plain" />
          {line.state?.flapping && <Tag>{t('monitoring.check.flapping')}</Tag>}
        </>
      ),
      width: '140px',
      card: 'state',
    },
    {
      id: 'name',
      header: t('monitoring.check.name'),
      value: ({ check, state }) =>
        [checkName(check.kind, check.name), state?.instance].filter(Boolean).join(' '),
      card: 'title',
    },
    {
      id: 'last',
      header: t('monitoring.check.last'),
      value: ({ check, state }) =>
        state
          ? (unseenText(t, format, check, state) ?? finding({ ...state, kind: check.kind, instance: '' }))
          : null,
      sortable: false,
      card: 'meta',
    },
    {
      id: 'rule',
      header: t('monitoring.check.rule'),
      value: ({ check }) => ruleText(t, format, check.kind, check.rule),
      sortable: false,
      wide: 'wide',
    },
    {
      id: 'since',
      header: t('monitoring.check.since'),
      value: ({ state }) => state?.since ?? null,
      sortFirst: 'descending',
      cell: ({ state }) => <RelativeTime at={state?.since} />,
      width: '120px',
      card: 'meta',
    },
    {
      id: 'interval',
      header: t('monitoring.check.interval'),
      value: ({ check }) => check.intervalMs,
      cell: ({ check }) => format.duration(check.intervalMs),
      width: '100px',
      hidden: true,
      card: 'none',
    },
    {
      id: 'menu',
      header: t('monitoring.check.actions'),
      value: () => null,
      sortable: false,
      cell: ({ check }) => menu(check),
      width: '90px',
      align: 'end',
    },
  ];
}

interface MenuProps {
  check: Check;
  show(shown: Shown): void;
  toggle(check: Check): void;
  remove(check: Check): void;
}

function CheckMenu({ check, show, toggle, remove }: MenuProps) {
  const { t } = useTranslation();
  const checkName = useCheckName();
  return (
    <Menu>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={t('monitoring.check.actionsFor', { name: checkName(check.kind, check.name) })}
        >
          <IconDots size={16} stroke={1.75} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {check.kind === 'heartbeat' && (
          <Menu.Item onClick={() => show({ part: 'beat', check })}>{t('heartbeat.title')}</Menu.Item>
        )}
        {keepsValues(check) && (
          <Menu.Item onClick={() => show({ part: 'history', check })}>
            {t('monitoring.history.title')}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => show({ part: 'edit', check })}>{t('monitoring.check.edit')}</Menu.Item>
        <Menu.Item onClick={() => show({ part: 'rule', check })}>{t('monitoring.check.editRule')}</Menu.Item>
        <Menu.Item onClick={() => toggle(check)}>
          {check.enabled ? t('monitoring.check.turnOff') : t('monitoring.check.turnOn')}
        </Menu.Item>
        {check.origin === 'person' && (
          <Menu.Item onClick={() => remove(check)}>{t('monitoring.check.remove')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
