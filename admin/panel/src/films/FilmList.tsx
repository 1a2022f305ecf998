import { type Theme, useMediaQuery } from '@mui/material';
import { DataTable, DateField, NumberField, SearchInput, SelectField, SelectInput, SimpleList, useTranslate } from 'react-admin';
import type { Film } from '../api/types.ts';
import { NoneFits } from '../ui/Empty.tsx';
import { RecordLink } from '../ui/RecordLink.tsx';
import { RecordList } from '../ui/RecordList.tsx';
import { filmTypes } from './types.ts';

const filters = [
  <SearchInput key="q" source="q" alwaysOn slotProps={{ htmlInput: { maxLength: 1000 } }} />,
  <SelectInput key="type" source="type" choices={filmTypes} />,
];

export default function FilmList() {
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  return (
    <RecordList filters={filters} sort={{ field: 'title', order: 'ASC' }}>
      {narrow ? <Narrow /> : <Wide />}
    </RecordList>
  );
}

function Wide() {
  return (
    <DataTable empty={<NoneFits />} rowClick="edit">
      <DataTable.Col source="title">
        <RecordLink source="title" />
      </DataTable.Col>
      <DataTable.Col source="type">
        <SelectField source="type" choices={filmTypes} />
      </DataTable.Col>
      <DataTable.Col source="creation_date">
        <DateField source="creation_date" options={{ timeZone: 'UTC' }} />
      </DataTable.Col>
      <DataTable.NumberCol source="rating" options={{ minimumFractionDigits: 1 }} />
      <DataTable.Col<Film> source="genres" disableSort render={(film) => film.genres.map((genre) => genre.name).join(', ')} />
    </DataTable>
  );
}

function Narrow() {
  const translate = useTranslate();
  return (
    <SimpleList<Film>
      empty={<NoneFits />}
      rowClick="edit"
      primaryText={(film) => film.title}
      secondaryText={(film) => [translate(`resources.films.types.${film.type}`), film.creation_date?.slice(0, 4)].filter(Boolean).join(' · ')}
      tertiaryText={() => <NumberField source="rating" options={{ minimumFractionDigits: 1 }} />}
    />
  );
}
