import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toApiError } from '../../api/errors.ts';
import { FormError } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { useUndo } from '../../ui/useUndo.tsx';
import type { Asset } from '../queries.ts';
import { ASSET_KINDS } from '../words.ts';
import classes from './Discovery.module.css';
import {
  type Acceptance,
  acceptNeighbours,
  type Neighbour,
  type SitePlace,
  undoAcceptance,
} from './queries.ts';
import { useReasonText } from './reasons.ts';

interface Props {
  place: SitePlace;
  neighbours: Neighbour[];
  onClose: () => void;
  onDone: () => void;
}

interface Wanted {
  name: string;
  kind: Asset['kind'] | null;
  checks: string[];
}

/** Name, kind and checks of what becomes a system; sensible ones are filled in. */
export function AcceptDialog({ place, neighbours, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const undo = useUndo();
  const [wanted, setWanted] = useState<Record<string, Wanted>>(() =>
    Object.fromEntries(
      neighbours.map(({ id, name, kind, checks }) => [
        id,
        { name, kind, checks: checks.filter(({ usual }) => usual).map(({ key }) => key) },
      ]),
    ),
  );
  const [checked, setChecked] = useState(false);
  const accept = useMutation({
    mutationFn: (items: Acceptance[]) => acceptNeighbours(place, items),
    onSuccess: (_, items) => {
      onDone();
      undo.done({
        message: t('discovery.accept.done', { count: items.length, name: items[0]?.name ?? '' }),
        undo: () =>
          undoAcceptance(
            place,
            items.map(({ neighbourId }) => neighbourId),
          ),
      });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setChecked(true);
    const items = neighbours.flatMap(({ id }): Acceptance[] => {
      const { name, kind, checks } = wanted[id]!;
      return kind && name.trim() ? [{ neighbourId: id, name: name.trim(), kind, checks }] : [];
    });
    if (items.length === neighbours.length) accept.mutate(items);
    // After the marks are drawn, to the first of them.
    else requestAnimationFrame(() => event.target instanceof HTMLElement && focusFirstInvalid(event.target));
  };
  const count = neighbours.length;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('discovery.accept.title', { count })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className={layout.tight} onSubmit={submit} noValidate>
        <p className={layout.small}>{t('discovery.accept.text')}</p>
        {neighbours.map((neighbour) => (
          <One
            key={neighbour.id}
            neighbour={neighbour}
            wanted={wanted[neighbour.id]!}
            checked={checked}
            change={(part) =>
              setWanted((before) => ({ ...before, [neighbour.id]: { ...before[neighbour.id]!, ...part } }))
            }
          />
        ))}
        {count >= 100 && <p className={layout.small}>{t('discovery.accept.limit')}</p>}
        <FormError error={accept.error ? toApiError(accept.error) : null} />
        <div className={layout.row}>
          <Button type="submit" loading={accept.isPending}>
            {t('discovery.accept.submit', { count })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const focusFirstInvalid = (form: HTMLElement): void =>
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();

interface OneProps {
  neighbour: Neighbour;
  wanted: Wanted;
  checked: boolean;
  change: (part: Partial<Wanted>) => void;
}

function One({ neighbour, wanted, checked, change }: OneProps) {
  const { t } = useTranslation();
  const why = useReasonText()(neighbour);
  const required = (missing: boolean) => (checked && missing ? t('ui.form.required') : undefined);
  return (
    <fieldset className={classes.one}>
      <legend>{[neighbour.address, neighbour.maker].filter(Boolean).join(' · ')}</legend>
      <div className={layout.pair}>
        <TextInput
          label={t('discovery.accept.name')}
          required
          maxLength={255}
          value={wanted.name}
          error={required(!wanted.name.trim())}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('discovery.accept.kind')}
          required
          data={ASSET_KINDS.map((value) => ({ value, label: t(`fleet.kind.${value}`) }))}
          value={wanted.kind}
          allowDeselect={false}
          error={required(!wanted.kind)}
          onChange={(kind) => kind && change({ kind: kind as Asset['kind'] })}
        />
      </div>
      {why && (
        <p className={layout.small}>
          {t(`discovery.role.${neighbour.role ?? 'none'}`)} (
          {t(`discovery.confidence.${neighbour.confidence}`)}): {why}
        </p>
      )}
      {neighbour.checks.length > 0 ? (
        <Checkbox.Group
          label={t('discovery.accept.checks')}
          value={wanted.checks}
          onChange={(checks) => change({ checks })}
        >
          <div className={classes.checks}>
            {neighbour.checks.map(({ key, kind }) => (
              <Checkbox
                key={key}
                size="md"
                value={key}
                label={checkLabel(t(`monitoring.kind.${kind}`), key, kind)}
              />
            ))}
          </div>
        </Checkbox.Group>
      ) : (
        <p className={layout.small}>{t('discovery.accept.noChecks')}</p>
      )}
    </fieldset>
  );
}

/** "TCP-Port 445": the port is what tells two checks of one kind apart. */
const checkLabel = (label: string, key: string, kind: string): string =>
  key === kind ? label : `${label} ${key.slice(kind.length + 1)}`;
