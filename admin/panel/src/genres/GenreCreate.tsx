import { RecordCreate } from '../saving/RecordCreate.tsx';
import { genres } from '../saving/subjects.ts';
import { GenreForm } from './GenreForm.tsx';

export default function GenreCreate() {
  return (
    <RecordCreate subject={genres}>
      <GenreForm />
    </RecordCreate>
  );
}
