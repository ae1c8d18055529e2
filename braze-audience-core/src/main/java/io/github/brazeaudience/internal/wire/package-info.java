/** Requests and responses of Braze's REST API: parsing, classification, redaction. Stateless. */
@NullMarked
package io.github.brazeaudience.internal.wire;

import org.jspecify.annotations.NullMarked;
