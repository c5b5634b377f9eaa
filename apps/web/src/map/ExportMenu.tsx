import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../i18n/language.ts';
import { IconDownload } from '../ui/icons.ts';
import { saveBlob, saveFile } from '../ui/table/csv.ts';
import { useFormat } from '../ui/useFormat.ts';
import { sayDone } from '../ui/useUndo.tsx';
import type { Layout } from './geometry.ts';
import { pngOf } from './png.ts';
import type { Pen } from './shapes.ts';
import { fileName, svgFile } from './svgFile.ts';
import type { MapView } from './types.ts';

interface Props {
  layout: Layout | undefined;
  view: MapView;
  pen: Pen;
  client: { id: string; name: string };
  /** When the shown states were asked for. */
  asOf: Date;
  troubleOnly: boolean;
}

/** The drawing as it is now, as a file for documents. */
export function ExportMenu({ layout, view, pen, client, asOf, troubleOnly }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = fileName(client.name, new Date().toISOString().slice(0, 10));
  const draw = (drawn: Layout): string => {
    const legend = (id: 'needs' | 'cable' | 'cause' | 'consequence' | 'way') => t(`map.drawn.legend.${id}`);
    return svgFile(drawn, view, pen, {
      title: client.name,
      subtitle: [
        t('map.drawn.title'),
        t('map.drawn.asOf', { time: format.dateTime(asOf) }),
        ...(troubleOnly ? [t('map.drawn.troubleOnly')] : []),
      ].join(' · '),
      source: [
        t('map.drawn.source', { time: format.dateTime(asOf) }),
        `${location.origin}/clients/${client.id}/map`,
      ],
      legend: {
        needs: legend('needs'),
        cable: legend('cable'),
        cause: legend('cause'),
        way: legend('way'),
        consequence: legend('consequence'),
      },
      locale: currentLocale(),
    });
  };
  const savePng = async (drawn: Layout) => {
    const image = await pngOf(draw(drawn));
    if (image) saveBlob(`${name}.png`, image);
    else sayDone(t('map.drawn.tooLarge'));
  };
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="default"
          disabled={!layout}
          leftSection={<IconDownload size={16} stroke={1.75} aria-hidden="true" />}
        >
          {t('map.drawn.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => layout && saveFile(`${name}.svg`, 'image/svg+xml', draw(layout))}>
          {t('map.drawn.asSvg')}
        </Menu.Item>
        <Menu.Item onClick={() => layout && void savePng(layout)}>{t('map.drawn.asPng')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
