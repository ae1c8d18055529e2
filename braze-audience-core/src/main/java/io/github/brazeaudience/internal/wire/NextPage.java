package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.transport.TransportResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the cursor of the next page from the {@code Link} headers, {@code
 * <https://host/path?cursor=c2tpcDo1MA>; rel="next"}. Only the cursor is used, so the key is never
 * sent to another host.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes">Braze:
 *     /custom_attributes, pages</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8288">RFC 8288: web linking</a>
 */
public final class NextPage {
  private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
  private static final Pattern NEXT =
      Pattern.compile(
          ";\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next)", Pattern.CASE_INSENSITIVE);
  private static final Pattern CURSOR = Pattern.compile("[?&]cursor=([^&#]*)");

  /** Characters of an encoded query, and a length that no cursor needs. */
  private static final Pattern ENCODED =
      Pattern.compile("(?:[A-Za-z0-9._~!$'()*+,;:@/=-]|%[0-9A-Fa-f]{2}){1,1000}");

  private NextPage() {}

  /**
   * {@return the parameter {@code cursor=...} of the next page, encoded as in the header; blank if
   * a header names a next page without a usable cursor, empty if none names one}
   */
  public static Optional<String> parameter(TransportResponse response) {
    return response.headers("Link").stream()
        .flatMap(links -> parameter(links).stream())
        .findFirst();
  }

  private static Optional<String> parameter(String links) {
    Matcher link = LINK.matcher(links);
    while (link.find()) {
      if (NEXT.matcher(link.group(2)).find()) {
        Matcher cursor = CURSOR.matcher(link.group(1));
        boolean usable = cursor.find() && ENCODED.matcher(cursor.group(1)).matches();
        return Optional.of(usable ? "cursor=" + cursor.group(1) : "");
      }
    }
    return Optional.empty();
  }
}
