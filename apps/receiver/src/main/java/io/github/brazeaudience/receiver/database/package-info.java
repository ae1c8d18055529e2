/** The database of the outbox, and what the receiver does to keep a message in it. */
@NullMarked
package io.github.brazeaudience.receiver.database;

import org.jspecify.annotations.NullMarked;
