import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AssetPlace, useAsset } from '../../fleet/queries.ts';
import { sitePath } from '../../fleet/words.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { useCheckName } from '../finding.ts';
import { addCheck, type Check, changeCheck } from '../queries.ts';
import { changesTo, isMadeName, newCheck, secondPlaceId } from './checkInput.ts';
import { Settings } from './Fields.tsx';
import { CheckFormContext, type CheckFormState, type CheckValues, type Known } from './FormContext.tsx';
import { type ObjectField, readSettings, type UnionField } from './field.ts';
import { orderOf } from './fields.ts';
import type { Kind } from './kinds.ts';
import { PlaceFields } from './PlaceFields.tsx';
import { type PlaceId, placeId } from './places.ts';
import { useProblemTexts } from './problemText.ts';
import { refusedFields } from './refusal.ts';
import classes from './Settings.module.css';
import { Trial } from './Trial.tsx';
import { settingOf, shownValue } from './values.ts';
import type { CheckWords } from './wording.ts';

interface Props {
  place: AssetPlace;
  kind: Kind;
  words: CheckWords;
  known: Known;
  /** Where this kind can be executed on this system. */
  places: readonly PlaceId[];
  systems: readonly { id: string; name: string }[];
  /** The check that is changed; nothing: a new one. */
  check?: Check;
  /** Settings to begin with. */
  preset?: Record<string, unknown>;
  onDone: (id: string) => void;
}

/** A check of any kind: what is tested, with which limits, from where, how often. */
export function CheckForm({ place, kind, words, known, places, systems, check, preset, onDone }: Props) {
  const { t } = useTranslation();
  const checkName = useCheckName();
  const asset = useAsset(place).data;
  const problems = useProblemTexts();
  const field = useMemo(() => readSettings(kind.settings), [kind]);
  const nameNeeded = kind.kind === 'heartbeat';
  const form = useForm<CheckValues>({
    initialValues: {
      name: check && !isMadeName(check) ? check.name : '',
      at: check ? (kind.executor ? placeId(check) : '') : kind.executor ? (places[0] ?? '') : '',
      second: check ? secondPlaceId(check) : '',
      intervalMs: check?.intervalMs ?? kind.defaultIntervalMs,
      config: shownValue(field, check?.config ?? preset ?? {}),
    },
    validate: (values) => ({
      ...(nameNeeded && !values.name.trim() ? { name: t('ui.form.required') } : {}),
      ...(values.second && values.second === values.at ? { second: t('checks.problem.same') } : {}),
      ...(values.at &&
      (values.intervalMs === '' || values.intervalMs < 1000 || values.intervalMs > 86_400_000)
        ? { intervalMs: t('checks.problem.interval') }
        : {}),
      ...problems(kind.kind, field, values.config),
    }),
  });
  const submit = useSubmit({
    form,
    send: async (values) => {
      if (!check) return addCheck(place, newCheck(kind.kind, field, values));
      await changeCheck(place, check.id, changesTo(check, field, values));
      return check.id;
    },
    onDone,
    errorsOf: (error) => refusedFields(t, error),
  });
  const [tried, setTried] = useState<typeof submit.error>(null);
  const state = useMemo(
    (): CheckFormState => ({ kind: kind.kind, words, known, form }),
    [kind, words, known, form],
  );
  const refused = submit.error ?? tried;
  const forbidden = refused?.code === 'RA_CHECK_TARGET_FORBIDDEN';
  if (kind.executor && places.length === 0)
    return (
      <Notice state="info" title={t('checks.place.noAgent')}>
        {t('checks.place.noAgentText')}
      </Notice>
    );
  const name = (
    <TextInput
      label={t(nameNeeded ? 'heartbeat.name' : 'checks.name')}
      description={t(nameNeeded ? 'heartbeat.nameHelp' : 'checks.nameHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={check && checkName(check.kind, check.name)}
      required={nameNeeded}
      maxLength={200}
      autoComplete="off"
      {...form.getInputProps('name')}
    />
  );
  return (
    <CheckFormContext value={state}>
      <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
        <p className={layout.muted}>{t('checks.finds', { what: words.kinds[kind.kind] ?? '' })}</p>
        {nameNeeded && name}
        <Settings field={field} moreOpen={hasFoldedError(kind.kind, field, form.errors)} />
        {kind.executor && <PlaceFields places={places} systems={systems} />}
        {!nameNeeded && name}
        {forbidden && asset && refused.details.opening !== 'nothing' && (
          <Link to={sitePath(asset.clientId, asset.siteId)} search={{ tab: 'settings' } as never}>
            {t('monitoring.check.siteSettings')}
          </Link>
        )}
        {form.values.at === 'server' && (
          <Trial
            place={place}
            kind={kind.kind}
            checkId={check?.id}
            config={() => {
              if (form.validate().hasErrors) return undefined;
              return settingOf(field, form.getValues().config) as Record<string, unknown>;
            }}
            onRefused={(error) => {
              setTried(error);
              const fields = refusedFields(t, error);
              for (const [path, text] of Object.entries(fields)) form.setFieldError(path, text);
              return Object.keys(fields).length > 0;
            }}
          />
        )}
        {form.values.at !== '' && form.values.at !== 'server' && !check && (
          <p className={layout.small}>{t('checks.trial.agent')}</p>
        )}
        <FormError error={forbidden ? null : submit.error} />
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {check ? t('ui.form.save') : t('monitoring.check.add')}
          </Button>
        </div>
      </form>
    </CheckFormContext>
  );
}

const hasFoldedError = (
  kind: string,
  field: ObjectField | UnionField,
  errors: Readonly<Record<string, unknown>>,
): boolean => {
  if (field.type === 'union') return false;
  const { more } = orderOf(kind, field.fields);
  return Object.keys(errors).some((path) => more.includes(path.split('.')[1] ?? ''));
};
