/** Health, metrics and the status page. */
@NullMarked
package io.github.brazeaudience.receiver.status;

import org.jspecify.annotations.NullMarked;
