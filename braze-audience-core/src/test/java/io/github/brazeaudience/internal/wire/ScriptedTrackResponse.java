package io.github.brazeaudience.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** An answer made of parts whose meaning is known, so that what it says is known as well. */
record ScriptedTrackResponse(
    String json,
    boolean readable,
    boolean saysSuccess,
    Set<Integer> named,
    boolean unattributed,
    int errorsThatNameNobody) {

  private record Message(String json, boolean readable, boolean success) {}

  private enum Means {
    THE_OBJECT_AT_ITS_INDEX,
    NO_OBJECT,
    ANY_OBJECT
  }

  private record Form(String json, Means means) {}

  private static final List<Message> MESSAGES =
      List.of(
          new Message("\"message\":\"success\",", true, true),
          new Message("\"message\":\"queued\",", true, true),
          new Message("\"mess\\u0061ge\":\"su\\u0063cess\",", true, true),
          new Message(
              "\"more\":[{\"errors\":[{\"index\":0}]}],\"message\":\"queued\",", true, true),
          new Message("\"message\":\"Success\",", true, false),
          new Message("\"message\":\"\",", true, false),
          new Message("\"Message\":\"success\",", true, false),
          new Message("", true, false),
          new Message("\"message\":[\"success\"],", true, false),
          new Message("\"message\":true,", true, false),
          new Message("\"message\":\"success\",\"message\":\"queued\",", false, false));

  private static final List<Form> FORMS =
      List.of(
          new Form("{\"type\":\"t\",\"index\":#}", Means.THE_OBJECT_AT_ITS_INDEX),
          new Form("{\"index\":#}", Means.THE_OBJECT_AT_ITS_INDEX),
          new Form(
              "{\"index\":#,\"input_array\":\"attributes\",\"type\":\"t\"}",
              Means.THE_OBJECT_AT_ITS_INDEX),
          new Form("{\"type\":{\"a\":[1]},\"index\":#}", Means.THE_OBJECT_AT_ITS_INDEX),
          new Form("{\"type\":\"t\",\"input_array\":\"events\",\"index\":#}", Means.NO_OBJECT),
          new Form("{\"input_array\":\"purchases\"}", Means.NO_OBJECT),
          new Form("{\"input_array\":\"users\",\"index\":#}", Means.ANY_OBJECT),
          new Form("{\"input_array\":7,\"index\":#}", Means.ANY_OBJECT),
          new Form("{\"index\":\"#\"}", Means.ANY_OBJECT),
          new Form("{\"index\":#.5}", Means.ANY_OBJECT),
          new Form("{\"index\":#.0}", Means.ANY_OBJECT),
          new Form("{\"index\":1e#}", Means.ANY_OBJECT),
          new Form("{\"index\":4294967296#}", Means.ANY_OBJECT),
          new Form("{\"index\":-1#}", Means.ANY_OBJECT),
          new Form("{\"index\":null}", Means.ANY_OBJECT),
          new Form("{\"index\":[#]}", Means.ANY_OBJECT),
          new Form("{\"type\":\"t\"}", Means.ANY_OBJECT),
          new Form("{\"index\":#,\"index\":0}", Means.ANY_OBJECT),
          new Form("{}", Means.ANY_OBJECT),
          new Form("\"the object at # is wrong\"", Means.ANY_OBJECT),
          new Form("#", Means.ANY_OBJECT),
          new Form("null", Means.ANY_OBJECT),
          new Form("[{\"index\":#}]", Means.ANY_OBJECT));

  static ScriptedTrackResponse of(byte[] script, int objects) {
    Message message = MESSAGES.get(choice(script, 0, MESSAGES.size()));
    StringJoiner errors = new StringJoiner(",", "{" + message.json() + "\"errors\":[", "]}");
    Set<Integer> named = new TreeSet<>();
    int nobody = 0;
    boolean unattributed = false;
    for (int at = 1; at + 1 < script.length; at += 2) {
      Form form = FORMS.get(choice(script, at, FORMS.size()));
      int index = choice(script, at + 1, 256);
      errors.add(form.json().replace("#", Integer.toString(index)));
      if (form.means() == Means.THE_OBJECT_AT_ITS_INDEX && index < objects) {
        named.add(index);
      } else {
        nobody++;
        unattributed |= form.means() != Means.NO_OBJECT;
      }
    }
    return new ScriptedTrackResponse(
        errors.toString(), message.readable(), message.success(), named, unattributed, nobody);
  }

  byte[] body() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static int choice(byte[] script, int at, int choices) {
    return at < script.length ? Byte.toUnsignedInt(script[at]) % choices : 0;
  }
}
