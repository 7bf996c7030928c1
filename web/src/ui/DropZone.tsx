// DropZone.tsx: one file by dropping or choosing.
import { Button, FileButton } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import classes from "./DropZone.module.css";

interface DropZoneProps {
  title: string;
  or: string;
  choose: string;
  hint: string;
  accept: string;
  on_file: (file: File) => void;
}

export function DropZone({ title, or, choose, hint, accept, on_file }: DropZoneProps) {
  const [over, set_over] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    set_over(false);
    const file = event.dataTransfer.files[0];
    if (file) on_file(file);
  };
  return (
    <div
      className={classes.zone}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        set_over(true);
      }}
      onDragLeave={() => set_over(false)}
      onDrop={drop}
    >
      <IconFileUpload size={34} stroke={1.2} aria-hidden />
      <strong>{title}</strong>
      <span className={classes.or}>{or}</span>
      <FileButton accept={accept} onChange={(file) => (file ? on_file(file) : undefined)}>
        {(props) => (
          <Button variant="default" {...props}>
            {choose}
          </Button>
        )}
      </FileButton>
      <p className={classes.hint}>{hint}</p>
    </div>
  );
}
