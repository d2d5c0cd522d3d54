import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { type Answer, decode, encode, type Packet, type Question, TRUNCATED_RESPONSE } from 'dns-packet';

/** What is said about one name: an alias, or the records of each type. */
export interface DnsName {
  alias?: string;
  A?: Reply;
  AAAA?: Reply;
}

/** Records, by default none (RFC 2308 section 2.2), a response code, a packet that breaks off, or no packet. */
type Reply = string[] | keyof typeof responseCodes | 'garbled' | 'silence';

/** The names that exist; a function is called for every question, with its type. */
export type DnsNames = Record<string, DnsName | ((type: string) => DnsName | Promise<DnsName>)>;

export interface DnsServer {
  /** In the form of CHECK_DNS_SERVERS. */
  address: string;
  /** The questions so far: `AAAA mail.contoso.test`, and ` over TCP` where one came so. */
  asked: string[];
  stop(): Promise<void>;
}

const responseCodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };
/** Without EDNS (RFC 1035 section 2.3.4). */
const longestDatagram = 512;

/** A recursive DNS server on loopback, over UDP and TCP. */
export async function startDnsServer(names: DnsNames): Promise<DnsServer> {
  const asked: string[] = [];
  const udp = createSocket('udp4', async (query, { address, port }) => {
    asked.push(describe(query));
    const response = await respond(query, names, longestDatagram);
    if (response) udp.send(response, port, address);
  });
  const open = new Set<net.Socket>();
  const tcp = net.createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    eachMessage(socket, async (query) => {
      asked.push(`${describe(query)} over TCP`);
      const response = await respond(query, names, 0xffff);
      if (response) socket.write(Buffer.concat([Buffer.of(response.length >> 8, response.length), response]));
    });
  });

  const port = await listen(tcp.listen(0, '127.0.0.1'));
  await listen(udp.bind(port, '127.0.0.1'));
  const stop = async () => {
    const closed = Promise.all([once(udp, 'close'), once(tcp, 'close')]);
    udp.close();
    tcp.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  return { address: `127.0.0.1:${port}`, asked, stop };
}

async function listen(server: net.Server | ReturnType<typeof createSocket>): Promise<number> {
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Over TCP each message has two bytes of length before it (RFC 1035 section 4.2.2). */
function eachMessage(socket: net.Socket, handle: (message: Buffer) => Promise<void>): void {
  let received = Buffer.alloc(0);
  socket.on('data', async (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
      const end = 2 + received.readUInt16BE();
      const message = received.subarray(2, end);
      received = received.subarray(end);
      await handle(message);
    }
  });
}

function questionOf(query: Buffer): Question {
  const [question] = decode(query).questions ?? [];
  if (question === undefined) throw new Error('a query without a question');
  return question;
}

function describe(query: Buffer): string {
  const { type, name } = questionOf(query);
  return `${type} ${name}`;
}

/** The response in wire form; null where there is none. */
async function respond(query: Buffer, names: DnsNames, longest: number): Promise<Buffer | null> {
  const { id } = decode(query);
  const question = questionOf(query);
  const { answers, outcome } = await answer(question, names);
  if (outcome === 'silence') return null;
  const flags = outcome === 'garbled' ? 0 : responseCodes[outcome];
  const response: Packet = { type: 'response', id, flags, questions: [question], answers };
  const packet = encode(response);
  if (outcome === 'garbled') return packet.subarray(0, -1);
  if (packet.length <= longest) return packet;
  return encode({ ...response, flags: TRUNCATED_RESPONSE, answers: [] });
}

/** Follows aliases as a recursive server does. The outcome is that of the last name (RFC 6604 section 3). */
async function answer(
  { name, type }: Question,
  names: DnsNames,
  followed: readonly string[] = [],
): Promise<{ answers: Answer[]; outcome: Exclude<Reply, string[]> }> {
  const known = names[name];
  if (known === undefined) return { answers: [], outcome: 'NXDOMAIN' };
  const { alias, A = [], AAAA = [] } = typeof known === 'function' ? await known(type) : known;
  if (alias !== undefined) {
    const record = { name, type: 'CNAME', ttl: 60, data: alias } as const;
    if (type === 'CNAME' || followed.includes(alias)) return { answers: [record], outcome: 'NOERROR' };
    const rest = await answer({ name: alias, type }, names, [...followed, name]);
    return { ...rest, answers: [record, ...rest.answers] };
  }
  if (type !== 'A' && type !== 'AAAA') return { answers: [], outcome: 'NOERROR' };
  const reply = type === 'A' ? A : AAAA;
  if (typeof reply === 'string') return { answers: [], outcome: reply };
  return { answers: reply.map((data) => ({ name, type, ttl: 60, data })), outcome: 'NOERROR' };
}
