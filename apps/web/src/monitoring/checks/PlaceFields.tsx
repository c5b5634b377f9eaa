import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCheckForm } from './FormContext.tsx';
import { MeasureInput, type MeasureProps } from './MeasureInput.tsx';
import type { PlaceId } from './places.ts';
import classes from './Settings.module.css';

const INTERVAL = { unit: 'ms', larger: ['s', 'min', 'h', 'd'] } as const;
const BELOW = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[];

interface Props {
  places: readonly PlaceId[];
  /** Names of the systems whose agents look. */
  systems: readonly { id: string; name: string }[];
}

/** From where it is checked, whether a second place must agree, and how often. */
export function PlaceFields({ places, systems }: Props) {
  const { t } = useTranslation();
  const { form } = useCheckForm();
  const nameOf = (id: PlaceId): string => {
    if (id === 'server') return t('checks.place.server');
    if (id === 'agent') return t('checks.place.agent');
    const system = systems.find((each) => `probe:${each.id}` === id);
    return t('checks.place.probe', { name: system?.name ?? '' });
  };
  const data = places.map((id) => ({ value: id, label: nameOf(id) }));
  const at = form.getInputProps('at');
  const second = form.getInputProps('second');
  const interval = form.getInputProps('intervalMs');
  return (
    <div className={classes.fields}>
      <Select
        label={t('monitoring.check.from')}
        description={t('monitoring.check.fromHelp')}
        inputWrapperOrder={BELOW}
        data={data}
        allowDeselect={false}
        searchable={places.length > 8}
        {...at}
      />
      <MeasureInput
        label={t('monitoring.check.interval')}
        description={t('checks.intervalHelp')}
        inputWrapperOrder={BELOW}
        required
        measure={INTERVAL}
        {...(interval as Pick<MeasureProps, 'value' | 'onChange'>)}
      />
      {places.length > 1 && (
        <div className={classes.wide}>
          <Select
            label={t('checks.place.second')}
            description={t('checks.place.secondHelp')}
            inputWrapperOrder={BELOW}
            data={[
              { value: '', label: t('checks.place.none') },
              ...data.filter(({ value }) => value !== form.getValues().at),
            ]}
            allowDeselect={false}
            searchable={places.length > 8}
            {...second}
          />
        </div>
      )}
    </div>
  );
}
