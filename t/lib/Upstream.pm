package Upstream;

# A scripted upstream: it says exactly the bytes that a test wants, when it
# wants, and breaks where it wants.
#
#     my $port = Upstream::start(\&answer);
#
# answer() gets the request (path, and a hash of its fields, names in lower
# case, several values joined by "|") and gives a list of steps: a string is
# sent, { sleep => SECONDS } waits, { reset => 1 } breaks the connection.
# The connection ends with the list, or goes on where the answer begins with
# { keepalive => 1 }.

use strict;
use warnings;

use IO::Socket::INET;
use Socket qw/ SOL_SOCKET SO_LINGER TCP_NODELAY IPPROTO_TCP /;
use Time::HiRes qw/ sleep /;

my @children;
my $owner = $$;


sub start {
    my ($answer) = @_;

    my $listen = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', Listen => 64, ReuseAddr => 1
    ) or die "cannot listen: $!";

    my $port = $listen->sockport;
    my $pid = fork;

    die "fork: $!" if !defined $pid;

    if ($pid == 0) {
        serve($listen, $answer);
        POSIX::_exit(0);
    }

    push @children, $pid;
    close $listen;

    return $port;
}


sub serve {
    my ($listen, $answer) = @_;

    require POSIX;

    $SIG{CHLD} = 'IGNORE';
    $SIG{PIPE} = 'IGNORE';
    $SIG{TERM} = sub { POSIX::_exit(0) };
    $SIG{INT} = $SIG{TERM};

    my $parent = getppid;

    while (getppid == $parent) {
        my $r = '';
        vec($r, fileno($listen), 1) = 1;
        next if select($r, undef, undef, 1) <= 0;

        my $c = $listen->accept or next;

        if (fork == 0) {
            close $listen;
            alarm 60;
            eval { 1 while talk($c, $answer) };
            POSIX::_exit(0);
        }

        close $c;
    }
}


sub talk {
    my ($c, $answer) = @_;
    my ($line, %fields, $body);

    $line = <$c>;
    return 0 if !defined $line;

    my ($method, $path) = split ' ', $line;

    while (defined($line = <$c>)) {
        $line =~ s/\r?\n$//;
        last if $line eq '';

        my ($name, $value) = split /:\s*/, $line, 2;
        $name = lc $name;
        $fields{$name} = exists $fields{$name} ? "$fields{$name}|$value"
                                               : $value;
    }

    $fields{':method'} = $method;

    read $c, $body, $fields{'content-length'} if $fields{'content-length'};
    $fields{':body'} = $body;

    setsockopt $c, IPPROTO_TCP, TCP_NODELAY, pack('l', 1);

    my $keep = 0;

    for my $step ($answer->($path, \%fields)) {

        if (!ref $step) {
            my $at = 0;

            while ($at < length $step) {
                my $n = syswrite $c, $step, length($step) - $at, $at;
                return 0 if !defined $n;
                $at += $n;
            }

        } elsif ($step->{sleep}) {
            sleep $step->{sleep};

        } elsif ($step->{keepalive}) {
            $keep = 1;

        } elsif ($step->{reset}) {
            setsockopt $c, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0);
            close $c;
            return 0;
        }
    }

    return $keep;
}


# http(BODY, FIELDS …): a response with its length; chunked(SIZE, BODY,
# FIELDS …): one in chunks of SIZE bytes, each sent on its own

sub http {
    my ($body, @fields) = @_;

    push @fields, "Content-Type: text/html" if !grep /^content-type:/i, @fields;

    return join("\r\n", "HTTP/1.1 200 OK", @fields, "Connection: close",
                "Content-Length: " . length $body, "", "") . $body;
}


sub chunked {
    my ($size, $body, @fields) = @_;

    push @fields, "Content-Type: text/html" if !grep /^content-type:/i, @fields;

    my @steps = (join "\r\n", "HTTP/1.1 200 OK", @fields, "Connection: close",
                 "Transfer-Encoding: chunked", "", "");

    for (my $i = 0; $i < length $body; $i += $size) {
        my $part = substr $body, $i, $size;
        push @steps, sprintf("%x\r\n%s\r\n", length $part, $part);
    }

    return (@steps, "0\r\n\r\n");
}


END {
    if ($$ == $owner && @children) {
        local $?;
        kill TERM => @children;
        waitpid $_, 0 for @children;
    }
}


1;
