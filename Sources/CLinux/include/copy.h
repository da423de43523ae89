// The command's output through a copier of ours, so that its lines can be looked at on their way.
#pragma once

/// Puts a pipe, or a raw terminal where there was a terminal, in place of standard output and error, and starts
/// a copier for each that carries every byte on. What passes is also offered to `tap`, a pipe that nobody
/// waits for. Call before a second thread exists, start the command, then `clinux_output_restore`. 0, or -1
/// when nothing was changed.
int clinux_output_begin(int *tap);

/// Gives this process its own standard output and error back.
void clinux_output_restore(void);

/// Returns when all that the command wrote has been passed on. What it left running keeps the copiers.
void clinux_output_drain(void);

/// Tells the copied terminals how large the real one is, where that changed.
void clinux_output_resize(void);
