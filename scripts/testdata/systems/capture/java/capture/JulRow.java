package capture;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A formatter of java.util.logging for handlers that write on the logging thread. */
public final class JulRow extends Formatter {
    @Override
    public String format(LogRecord record) {
        String message = formatMessage(record);
        return Row.of(record.getParameters() == null ? message : record.getMessage(), message) + "\n";
    }
}
