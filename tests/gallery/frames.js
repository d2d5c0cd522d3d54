/* A page of the gallery draws its cards with this; it runs in the browser. */

// Teams' looks, after samples/HostConfig/microsoft-teams-{light,dark}.json of microsoft/AdaptiveCards.
const themes = {
  light: {
    page: { back: '#ffffff', text: ['#252424', '#bf252424'] },
    emphasis: { back: '#f9f8f7', text: ['#252424', '#bf252424'] },
    colored: { text: ['#252424', '#bf252424'] },
    colors: { accent: '#6264a7', good: '#92c353', warning: '#f8d22a', attention: '#c4314b' },
  },
  dark: {
    page: { back: '#2d2c2c', text: ['#ffffff', '#bfffffff'] },
    emphasis: { back: '#292828', text: ['#ffffff', '#bfffffff'] },
    colored: { text: ['#201f1f', '#2d2c2c'] },
    colors: { accent: '#a6a7dc', good: '#92c353', warning: '#f8d22a', attention: '#d74654' },
  },
};
const backs = { accent: '#c7def9', good: '#ccffcc', attention: '#ffc5b2', warning: '#ffe2b2' };
const widths = [320, 600];

for (const section of document.querySelectorAll('section')) {
  const card = JSON.parse(section.querySelector('script').textContent);
  for (const theme of Object.keys(themes))
    for (const width of widths) section.querySelector('.frames').append(frame(card, theme, width));
}

globalThis.unfold = () => {
  for (const toggle of document.querySelectorAll('[aria-controls]')) toggle.click();
};

function frame(json, theme, width) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig(themes[theme]));
  card.parse(json, new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5));
  const around = document.createElement('div');
  around.className = `frame ${theme}`;
  around.style.width = `${width}px`;
  around.append(card.render());
  return around;
}

function hostConfig({ page, emphasis, colored, colors }) {
  const style = ({ back, text: [plain, subtle] }) => ({
    backgroundColor: back,
    foregroundColors: {
      default: { default: plain, subtle },
      ...Object.fromEntries(Object.entries(colors).map(([name, color]) => [name, both(color)])),
    },
  });
  return {
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: '#eeeeee' },
    fontTypes: {
      default: font("'Segoe UI', Tahoma, Geneva, Verdana, sans-serif"),
      monospace: font("'Courier New', Courier, monospace"),
    },
    containerStyles: {
      default: style(page),
      emphasis: style(emphasis),
      ...Object.fromEntries(Object.entries(backs).map(([name, back]) => [name, style({ back, ...colored })])),
    },
    actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: 'Horizontal', actionAlignment: 'Left' },
  };
}

function both(color) {
  return { default: color, subtle: color };
}

function font(fontFamily) {
  return {
    fontFamily,
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  };
}
