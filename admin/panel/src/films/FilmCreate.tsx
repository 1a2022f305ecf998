import { RecordCreate } from '../saving/RecordCreate.tsx';
import { films } from '../saving/subjects.ts';
import { FilmForm } from './FilmForm.tsx';

export default function FilmCreate() {
  return (
    <RecordCreate subject={films}>
      <FilmForm />
    </RecordCreate>
  );
}
