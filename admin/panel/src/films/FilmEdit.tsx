import { FilmFilesPart } from '../files/FilmFilesPart.tsx';
import { RecordEdit } from '../saving/RecordEdit.tsx';
import { films } from '../saving/subjects.ts';
import { FilmForm } from './FilmForm.tsx';

export default function FilmEdit() {
  return (
    <RecordEdit subject={films} below={({ id }) => <FilmFilesPart key={id} film={id} />}>
      <FilmForm />
    </RecordEdit>
  );
}
