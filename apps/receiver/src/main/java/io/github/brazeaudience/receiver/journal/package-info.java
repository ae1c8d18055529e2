/**
 * Messages on disk: appended and forced before they are answered, read in order, removed when all
 * their updates are final.
 *
 * <p>A journal is a directory of segment files, and a segment a row of records, each with its
 * length and a CRC32C. Nothing in a file is ever changed: that an update is final is another
 * record. A segment is deleted when nothing in it is unfinished, always the oldest first, because
 * what a newer one says is final may stand in an older one. Few messages that stay unfinished for
 * long would so keep all later segments; they are copied into the newest one instead.
 *
 * <p>Records that say what is final are written in the order in which it came about, and the end of
 * a file may be lost, but never a part before it. What is read after a crash is therefore what was
 * unfinished at some instant, and forwarding it again in order ends where it ended before.
 */
@NullMarked
package io.github.brazeaudience.receiver.journal;

import org.jspecify.annotations.NullMarked;
