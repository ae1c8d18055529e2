/**
 * Journal of messages: appended and forced to disk before the response, read in order, and removed
 * when all their updates are final.
 *
 * <p>A journal is a directory of segment files. A segment is a sequence of records, each with its
 * length and a CRC32C. Files are only appended to; a final update is another record. A segment is
 * deleted when all its messages are final, always the oldest first, because a newer segment may
 * mark messages of an older one as final. The few messages that stay unfinished for long would keep
 * all later segments, so they are copied into the newest segment.
 *
 * <p>Records of final updates are written in the order in which the updates became final, and a
 * crash may lose the end of a file but never an earlier part. The unfinished messages after a crash
 * are therefore those of some instant, and forwarding them again in order has the same result.
 */
@NullMarked
package io.github.brazeaudience.receiver.journal;

import org.jspecify.annotations.NullMarked;
