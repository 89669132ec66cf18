%% A handler of Erlang's logger: writes PLACE, FORMAT and MESSAGE, separated by tabs, to $CAPTURE_FILE.
-module(capture).
-export([install/0, log/2]).

install() ->
    logger:add_handler(capture, capture, #{level => info}).

log(#{msg := Msg, meta := Meta}, _) ->
    {Format, Text} =
        case Msg of
            {string, S} -> {"", S};
            {report, R} ->
                case maps:get(report_cb, Meta, fun logger:format_report/1) of
                    F when is_function(F, 1) -> {A, B} = F(R), {A, io_lib:format(A, B)};
                    F -> {"", F(R, #{depth => 20, chars_limit => 2000, single_line => true})}
                end;
            {A, B} -> {A, io_lib:format(A, B)}
        end,
    {M, N, Arity} = maps:get(mfa, Meta, {unknown, unknown, 0}),
    Row = io_lib:format("~p:~p/~p:~p\t~ts\t~ts\n", [M, N, Arity, maps:get(line, Meta, 0), one_line(placeholders(Format)), one_line(Text)]),
    file:write_file(os:getenv("CAPTURE_FILE"), unicode:characters_to_binary(Row), [append]).

one_line(Text) ->
    re:replace(re:replace(unicode:characters_to_list(Text), "\n(.|\n)*", "", [unicode, {return, list}]), "\t", " ", [global, unicode, {return, list}]).

%% io:format's control sequences as printf's, which label.py knows.
placeholders(Format) ->
    re:replace(re:replace(Format, "~n", "\n", [global, unicode, {return, list}]), "~[-0-9.*]*[tlkK]*[a-zA-Z]", "%s", [global, unicode, {return, list}]).
