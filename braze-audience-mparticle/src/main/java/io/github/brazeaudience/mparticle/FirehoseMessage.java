package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Single mParticle Firehose message. {@link FirehoseResponder} writes the response. No {@code
 * toString} contains an identity, a name or a setting.
 *
 * @see <a href="https://docs.mparticle.com/developers/partners/firehose/">mParticle: Firehose</a>
 */
public sealed interface FirehoseMessage
    permits AudienceMembershipChangeRequest,
        VerificationRequest,
        AudienceSubscriptionRequest,
        ModuleRegistrationRequest,
        OtherMessage,
        MalformedMessage {
  /**
   * Parses a message as leniently as {@link FirehoseReader}. A malformed document yields a {@link
   * MalformedMessage}, and so does a message followed by anything but white space.
   *
   * @param message one JSON document in UTF-8, with or without a byte order mark, of at most {@link
   *     FirehoseReader#MAX_DOCUMENT_MIB} MiB; not modified and not retained
   */
  static FirehoseMessage parse(byte[] message) {
    Objects.requireNonNull(message, "message");
    DocumentSource source =
        new DocumentSource(new ByteArrayInputStream(message), FirehoseReader.MAX_DOCUMENT_BYTES);
    try {
      source.skipByteOrderMark();
      if (!source.nextDocument()) {
        return MalformedMessage.because("is empty");
      }
      MessageParser parsed = MessageParser.parse(source);
      return source.nextDocument()
          ? MalformedMessage.because("goes on after its end")
          : parsed.message();
    } catch (IOException | JsonDataException badContent) {
      return MalformedMessage.because(source.whyBroken());
    }
  }

  /**
   * Returns the id of the message, a UUID from mParticle. A message that is delivered again has the
   * same id.
   *
   * @return the id as given, if it could be read
   */
  Optional<String> id();
}
