// Avatar.tsx: a model's picture, or their initials on a colour that stays theirs.
import classes from "./Avatar.module.css";

interface AvatarProps {
  name: string;
  photo_url: string | null;
  size: number;
}

const HUES = 12;

function hue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return (sum % HUES) * (360 / HUES);
}

const initials = (name: string) =>
  name.split(/\s+/).map((word) => word.slice(0, 1)).join("").slice(0, 2).toUpperCase();

export function Avatar({ name, photo_url, size }: AvatarProps) {
  const box = { width: size, height: size, fontSize: size * 0.38 };
  if (photo_url) return <img className={classes.avatar} src={photo_url} alt="" style={box} />;
  return (
    <span className={classes.avatar} style={{ ...box, "--hue": hue(name) } as React.CSSProperties} aria-hidden>
      {initials(name)}
    </span>
  );
}
