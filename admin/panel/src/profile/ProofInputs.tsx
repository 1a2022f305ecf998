import { PasswordInput, required, TextInput } from 'react-admin';

interface PasswordProofProps {
  /** For the browser's store of passwords, which wants to know whose it is. */
  user: string;
  source?: string;
}

/** One's password, asked for where a session alone, which somebody may have found open, must not be enough. */
export function PasswordProof({ user, source = 'password' }: PasswordProofProps) {
  return (
    <>
      <input hidden readOnly autoComplete="username" value={user} />
      <PasswordInput source={source} label="profile.password.now" autoComplete="current-password" validate={required()} />
    </>
  );
}

/** A code of the second factor. */
export function CodeInput({ label = 'profile.factor.code' }: { label?: string }) {
  return <TextInput source="code" label={label} autoComplete="one-time-code" parse={trimmed} validate={required()} />;
}

const trimmed = (text: string): string => text.trim();
