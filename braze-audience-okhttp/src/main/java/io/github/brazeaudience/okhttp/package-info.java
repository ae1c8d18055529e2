/** The transport over OkHttp 5: {@link io.github.brazeaudience.okhttp.OkHttpBrazeTransport}. */
@NullMarked
package io.github.brazeaudience.okhttp;

import org.jspecify.annotations.NullMarked;
