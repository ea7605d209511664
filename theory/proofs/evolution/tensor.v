(* The minimal model of arXiv 2402.11004 where its hinge losses are linear: the mean margin is bilinear in
   its two parameters, with one tensor; and the first step over chains that flip with one probability. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (n : nat).
Let S := 'I_n.+1.
Variables (P : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
(* the rows of P sum to one and mu is stationary *)
Definition stationary_chain := (forall a, \sum_b P a b = 1) /\ mu *m P = mu.
(* E f(x_0 .. x_t), given x_0 = a and from the law mu *)
Fixpoint mean_from t (a : S) (f : seq S -> R) : R :=
  if t is t'.+1 then \sum_b P a b * mean_from t' b (fun x => f (a :: x)) else f [:: a].
Definition mean_of t f : R := \sum_a mu 0 a * mean_from t a f.
(* how much position p votes for token i: sum over q <= p with x_q = i and s <= q of v_(q-s) W[x_p, x_s];
   v counts distances from 0, the paper's lags from 1 *)
Definition vote (W : 'M[R]_n.+1) (v : nat -> R) (x : seq S) p (i : S) : R :=
  \sum_(q < p.+1) (nth ord0 x q == i)%:R
    * \sum_(s < q.+1) v (q - s)%N * W (nth ord0 x p) (nth ord0 x s).
(* the margin of the next token over the mean of all, averaged over t positions: less the loss, up to a
   constant, where every hinge is active *)
Definition margin W v t (x : seq S) : R :=
  (\sum_(p < t) (vote W v x p (nth ord0 x p.+1) - (\sum_i vote W v x p i) / n.+1%:R)) / t%:R.
Definition mean_margin W v t : R := mean_of t (margin W v t).
Definition tensor t (m l : S) d : R :=
  mu 0 l / t%:R * \sum_i (P m i - n.+1%:R^-1) * (P ^+ d) l i
    * \sum_(r < t - d) (t - d - r)%:R * (P ^+ r) i m.
End Defs.
(* two states that flip with one probability, lambda the second eigenvalue *)
Definition flips (R : realFieldType) (lambda : R) : 'M[R]_2 :=
  \matrix_(a, b) ((1 + (if a == b then 1 else -1) * lambda) / 2%:R).
Definition evenly (R : realFieldType) : 'rV[R]_2 := \row_a 2%:R^-1.
(* the first step of W from v = 1 *)
Definition weight_step (R : realFieldType) n (P : 'M[R]_n.+1) mu t m l : R :=
  \sum_(d < t) tensor P mu t m l d.
Definition diagonal_step (R : realFieldType) t (lambda : R) : R :=
  (4%:R * t%:R)^-1 * \sum_(s < t) lambda ^+ s.+1 * (((t - s) * (t - s).+1)%:R / 2%:R).

(* ---------- statements ---------- *)
(** theorem evolution/TensorIsTheGradient
    says: Over sequences sampled token by token from a chain in its stationary law, the mean margin of the
      next token is sum W[m,l] v_d T[m,l,d] with T[m,l,d] = (mu_l / t) sum_i (P_mi - 1/k) (P^d)_li sum_r
      (t - d - r) (P^r)_im: every gradient is a contraction of one tensor.
    leaves out: That the hinge losses are linear is assumed, as the claim does; distances d count from 0,
      the paper's lags j = d + 1 from 1.
    supports: evolution/tensor-is-the-gradient *)
Definition TensorIsTheGradient_statement : Prop :=
  forall (R : realFieldType) n (P : 'M[R]_n.+1) mu (W : 'M[R]_n.+1) (v : nat -> R) t,
  stationary_chain P mu ->
  mean_margin P mu W v t = \sum_m \sum_l \sum_(d < t) W m l * v d * tensor P mu t m l d.
(** theorem evolution/FlipsTrainTheDiagonal
    says: For two states that flip with one probability the first step from v = 1 leaves the off-diagonal of
      W as it is and moves the diagonal by (1 / 4t) sum_s lambda^s (t - s + 1) (t - s + 2) / 2, s = 1 .. t.
    leaves out: One chain; over a prior both sides are averaged (evolution/FlipsMoveTheDiagonalUp).
    supports: evolution/flips-train-the-diagonal *)
Definition FlipsTrainTheDiagonal_statement : Prop :=
  forall (R : realFieldType) (lambda : R) t m l, (0 < t)%N ->
  stationary_chain (flips lambda) (evenly R) /\
  weight_step (flips lambda) (evenly R) t m l = if m == l then diagonal_step t lambda else 0.
(** theorem evolution/FlipsMoveTheDiagonalUp
    says: Averaged over chains that flip with one probability, with a law of the eigenvalue whose odd moments
      vanish, the first step of the diagonal of W is not negative; it is positive from two tokens on unless
      every eigenvalue is 0.
    leaves out: A law of finitely many chains.
    supports: evolution/flips-train-the-diagonal *)
Definition FlipsMoveTheDiagonalUp_statement : Prop :=
  forall (R : realFieldType) (I : finType) (w lambda : I -> R) t m,
  (forall i, 0 <= w i) -> (forall s, odd s -> \sum_i w i * lambda i ^+ s = 0) -> (0 < t)%N ->
  let step := \sum_i w i * weight_step (flips (lambda i)) (evenly R) t m m in
  0 <= step /\ ((1 < t)%N -> (exists i, 0 < w i /\ lambda i != 0) -> 0 < step).

(* ---------- proofs ---------- *)
Section Walk.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Variables (P : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Hypothesis H : stationary_chain P mu.
Notation from := (mean_from P).
Notation E := (mean_of P mu).

Lemma from_ext t (a : S) f g : (forall x, f (a :: x) = g (a :: x)) -> from t a f = from t a g.
Proof.
elim: t a f g => [|t IH] a f g fg //=; apply: eq_bigr => b _; congr (_ * _).
by apply: IH => x; apply: fg.
Qed.
Lemma from_const t (a : S) c : from t a (fun=> c) = c.
Proof.
elim: t a => [|t IH] a //=; under eq_bigr do rewrite IH.
by rewrite -mulr_suml (proj1 H) mul1r.
Qed.
Lemma from_sum t (a : S) (I : Type) (s : seq I) (p : pred I) (f : I -> seq S -> R) :
  from t a (fun x => \sum_(i <- s | p i) f i x) = \sum_(i <- s | p i) from t a (f i).
Proof.
elim: t a f => [|t IH] a f //=.
rewrite exchange_big; apply: eq_bigr => b _; rewrite IH mulr_sumr //.
Qed.
Lemma from_scale t (a : S) c f : from t a (fun x => c * f x) = c * from t a f.
Proof.
elim: t a f => [|t IH] a f //=; rewrite mulr_sumr; apply: eq_bigr => b _.
by rewrite IH mulrCA.
Qed.
(* what is read from position p on *)
Lemma from_later t p (a : S) f : (p <= t)%N ->
  from t a (fun x => f (drop p x)) = \sum_b (P ^+ p) a b * from (t - p) b f.
Proof.
elim: p t a f => [|p IH] t a f pt.
  rewrite subn0 (bigD1 a) //= expr0 mxE eqxx mul1r big1 ?addr0 => [|b /negbTE ba].
    by apply: from_ext => x; rewrite drop0.
  by rewrite mxE eq_sym ba mul0r.
case: t pt => // t pt; rewrite subSS /=; under eq_bigr do rewrite (IH t _ f pt) mulr_sumr.
rewrite exchange_big; apply: eq_bigr => c _ /=; rewrite exprS mxE mulr_suml.
by apply: eq_bigr => b _; rewrite mulrA.
Qed.
Lemma from_next t (a : S) (g : S -> S -> R) : (0 < t)%N ->
  from t a (fun x => g (nth ord0 x 0) (nth ord0 x 1)) = \sum_b P a b * g a b.
Proof.
case: t => // t _ /=; apply: eq_bigr => b _; congr (_ * _); rewrite -[RHS](from_const t b).
by case: t => //= t; apply: eq_bigr => c _; congr (_ * _); apply: from_ext.
Qed.
Lemma stationary_later p b : \sum_a mu 0 a * (P ^+ p) a b = mu 0 b.
Proof.
have {2}<- : mu *m (P ^+ p) = mu; last by rewrite mxE.
by elim: p => [|p IH]; rewrite ?mulmx1 // exprS mulmxA (proj2 H).
Qed.
(* four positions s <= q <= p and the one after p *)
Lemma mean_four t s q p (g : S -> S -> S -> S -> R) : (s <= q)%N -> (q <= p)%N -> (p < t)%N ->
  E t (fun x => g (nth ord0 x s) (nth ord0 x q) (nth ord0 x p) (nth ord0 x p.+1))
  = \sum_l mu 0 l * \sum_i (P ^+ (q - s)) l i * \sum_m (P ^+ (p - q)) i m * \sum_y P m y * g l i m y.
Proof.
move=> sq qp pt; have sp := leq_trans sq qp; have qt := leq_trans qp (ltnW pt).
have st := leq_trans sq qt; have ps : (p.+1 - s = (p - s).+1)%N by rewrite subSn.
rewrite /mean_of.
pose f x := g (nth ord0 x 0) (nth ord0 x (q - s)) (nth ord0 x (p - s)) (nth ord0 x (p - s).+1).
under eq_bigr => a _.
  rewrite (@from_ext t a _ (fun x => f (drop s x))) => [|x]; last first.
    by rewrite /f !nth_drop addn0 -ps !subnKC // (leq_trans sp).
  rewrite (from_later a f st) mulr_sumr; over.
rewrite exchange_big; apply: eq_bigr => l _ /=.
under eq_bigr do rewrite mulrA; rewrite -mulr_suml stationary_later; congr (_ * _).
pose f' x := g l (nth ord0 x 0) (nth ord0 x (p - q)) (nth ord0 x (p - q).+1).
rewrite (@from_ext (t - s) l _ (fun x => f' (drop (q - s) x))) => [|x]; last first.
  have E : (q - s + (p - q) = p - s)%N by rewrite addnC addnBA // subnK.
  by rewrite /f /f' !nth_drop addn0 addnS E.
rewrite (from_later l f' (leq_sub2r s qt)); apply: eq_bigr => i _; congr (_ * _).
pose f2 x := g l i (nth ord0 x 0) (nth ord0 x 1).
rewrite (@from_ext (t - s - (q - s)) i _ (fun x => f2 (drop (p - q) x))) => [|x]; last first.
  by rewrite /f' /f2 !nth_drop addn0 addn1.
have le : (p - q < t - s - (q - s))%N.
  by rewrite subnBA // subnK // ltn_sub2r // (leq_ltn_trans qp).
rewrite (from_later i f2 (ltnW le)); apply: eq_bigr => m _; congr (_ * _).
have pos : (0 < t - s - (q - s) - (p - q))%N by rewrite subn_gt0.
exact: (from_next m (g l i) pos).
Qed.
End Walk.

(* sums over triangles *)
Section Triangles.
Variable R : realFieldType.
Lemma triangle t (A : nat -> nat -> R) :
  \sum_(j < t) \sum_(r < t - j) A j r = \sum_(r < t) \sum_(j < t - r) A j r.
Proof.
have E (B : nat -> nat -> R) : \sum_(j < t) \sum_(r < t - j) B j r
    = \sum_(j < t) \sum_(r < t | (j + r < t)%N) B j r.
  apply: eq_bigr => j _; rewrite (big_ord_widen t (B j) (leq_subr j t)).
  by apply: eq_bigl => r; rewrite ltn_subRL.
rewrite E (E (fun r j => A j r)) (exchange_big_dep xpredT) //=.
by apply: eq_bigr => r _; apply: eq_bigl => j; rewrite addnC.
Qed.
Lemma reversed t (f : nat -> R) : \sum_(q < t.+1) f (t - q)%N = \sum_(q < t.+1) f q.
Proof.
rewrite (reindex_inj rev_ord_inj) /=; apply: eq_bigr => q _.
by rewrite subSS subKn // -ltnS.
Qed.
Lemma minus_next t j r : (j <= t)%N -> (r <= t - j)%N -> (t.+1 - j - r = (t - j - r).+1)%N.
Proof. by move=> jt rt; rewrite subSn // subSn. Qed.
Lemma positions t (A : nat -> nat -> R) :
  \sum_(p < t) \sum_(q < p.+1) \sum_(s < q.+1) A (q - s)%N (p - q)%N
  = \sum_(j < t) \sum_(r < t - j) (t - j - r)%:R * A j r.
Proof.
elim: t => [|t IH]; first by rewrite !big_ord0.
rewrite big_ord_recr IH /=.
have -> : \sum_(q < t.+1) \sum_(s < q.+1) A (q - s)%N (t - q)%N
    = \sum_(j < t.+1) \sum_(r < t.+1 - j) A j r.
  rewrite triangle -(reversed t (fun r => \sum_(j < t.+1 - r) A j r)).
  apply: eq_bigr => q _; rewrite (reversed q (fun j => A j (t - q)%N)).
  by rewrite subSn ?leq_subr // subKn // -ltnS.
rewrite [X in X + _ = _](_ : _ = \sum_(j < t.+1) \sum_(r < t.+1 - j) (t - j - r)%:R * A j r).
  rewrite -big_split; apply: eq_bigr => j _; rewrite -big_split; apply: eq_bigr => r _ /=.
  have jt : (j <= t)%N by rewrite -ltnS.
  have rt : (r <= t - j)%N by rewrite -ltnS -subSn.
  by rewrite (minus_next jt rt) mulrSr mulrDl mul1r.
rewrite big_ord_recr /= subSnn big_ord_recl big_ord0 subnn sub0n mul0r !addr0.
apply: eq_bigr => j _; rewrite subSn ?(ltnW (ltn_ord j)) // big_ord_recr /= subnn mul0r addr0.
by [].
Qed.
Lemma triangular t : \sum_(d < t) (t - d)%:R = (t * t.+1)%:R / 2%:R :> R.
Proof.
have two0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
apply: (mulIf two0); rewrite divfK //; elim: t => [|t IH]; first by rewrite big_ord0 mul0r.
rewrite big_ord_recl subn0 mulrDl; under eq_bigr do rewrite /= /bump /= subSS.
by rewrite IH -natrM -natrD [(t * _)%N]mulnC -mulnDr add2n.
Qed.
End Triangles.

Section Tensor.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Add Field RF1 : (RingTac.ft R).
Variables (P : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Hypothesis H : stationary_chain P mu.
Notation E := (mean_of P mu).
Notation k := (n.+1%:R : R).
Lemma mean_sum t (I : Type) (s : seq I) (p : pred I) (f : I -> seq S -> R) :
  E t (fun x => \sum_(i <- s | p i) f i x) = \sum_(i <- s | p i) E t (f i).
Proof.
rewrite /mean_of exchange_big; apply: eq_bigr => a _.
by rewrite (from_sum P t a s p f) mulr_sumr.
Qed.
Lemma mean_scale t c f : E t (fun x => c * f x) = c * E t f.
Proof.
rewrite /mean_of mulr_sumr; apply: eq_bigr => a _.
by rewrite (from_scale P t a c f) mulrCA.
Qed.
Lemma mean_ext t f g : f =1 g -> E t f = E t g.
Proof. by move=> fg; apply: eq_bigr => a _; congr (_ * _); apply: from_ext. Qed.
Lemma vote_margin W v (x : seq S) p y : vote W v x p y - (\sum_i vote W v x p i) / k
  = \sum_(q < p.+1) \sum_(s < q.+1) v (q - s)%N
      * (((nth ord0 x q == y)%:R - k^-1) * W (nth ord0 x p) (nth ord0 x s)).
Proof.
have -> : \sum_i vote W v x p i
    = \sum_(q < p.+1) \sum_(s < q.+1) v (q - s)%N * W (nth ord0 x p) (nth ord0 x s).
  rewrite exchange_big; apply: eq_bigr => q _ /=; rewrite -mulr_suml.
  rewrite (bigD1 (nth ord0 x q)) //= eqxx big1 ?addr0 ?mul1r // => i /negbTE.
  by rewrite eq_sym => ->.
rewrite mulr_suml -sumrB; apply: eq_bigr => q _; rewrite mulr_sumr mulr_suml -sumrB.
by apply: eq_bigr => s _; rewrite mulrBl mulrBr; congr (_ - _); rewrite mulrCA // mulrC.
Qed.
Lemma mean_vote W t s q p : (s <= q)%N -> (q <= p)%N -> (p < t)%N ->
  E t (fun x => ((nth ord0 x q == nth ord0 x p.+1)%:R - k^-1) * W (nth ord0 x p) (nth ord0 x s))
  = \sum_l mu 0 l * \sum_i (P ^+ (q - s)) l i * \sum_m (P ^+ (p - q)) i m * ((P m i - k^-1) * W m l).
Proof.
move=> sq qp pt; rewrite (mean_four H (fun l i m y => ((i == y)%:R - k^-1) * W m l) sq qp pt).
apply: eq_bigr => l _; congr (_ * _); apply: eq_bigr => i _; congr (_ * _).
apply: eq_bigr => m _; congr (_ * _).
under eq_bigr do rewrite mulrA mulrBr; rewrite -mulr_suml sumrB -mulr_suml (proj1 H) mul1r.
congr ((_ - _) * _); rewrite (bigD1 i) //= eqxx mulr1 big1 ?addr0 // => y /negbTE.
by rewrite eq_sym => ->; rewrite mulr0.
Qed.
Lemma tensor_is_the_gradient W v t :
  mean_margin P mu W v t = \sum_m \sum_l \sum_(d < t) W m l * v d * tensor P mu t m l d.
Proof.
pose F d l i m r := (t%:R)^-1 * ((t - d - r)%:R
  * (v d * (mu 0 l * ((P ^+ d) l i * ((P ^+ r) i m * ((P m i - k^-1) * W m l)))))).
transitivity (\sum_(d < t) \sum_l \sum_i \sum_m \sum_(r < t - d) F d l i m r); last first.
  under [RHS]eq_bigr do rewrite exchange_big.
  rewrite [RHS]exchange_big; apply: eq_bigr => d _ /=.
  rewrite [RHS]exchange_big; apply: eq_bigr => l _ /=.
  rewrite [LHS]exchange_big; apply: eq_bigr => m _ /=.
  rewrite /tensor !mulr_sumr; apply: eq_bigr => i _; rewrite !mulr_sumr; apply: eq_bigr => r _.
  rewrite /F; move: (W m l) (P m i) ((P ^+ d) l i) ((P ^+ r) i m) (v d) (mu 0 l) => a b c e f g.
  move: (b - k^-1) ((t - d - r)%:R) (t%:R^-1) => h x y.
  by rnorm R; ring.
pose A d r := v d * \sum_l mu 0 l * \sum_i (P ^+ d) l i
  * \sum_m (P ^+ r) i m * ((P m i - k^-1) * W m l).
transitivity (t%:R^-1 * \sum_(p < t) \sum_(q < p.+1) \sum_(s < q.+1) A (q - s)%N (p - q)%N).
  rewrite /mean_margin.
  rewrite (mean_ext t (g := fun x => t%:R^-1 * \sum_(p < t) \sum_(q < p.+1) \sum_(s < q.+1)
    v (q - s)%N * (((nth ord0 x q == nth ord0 x p.+1)%:R - k^-1)
      * W (nth ord0 x p) (nth ord0 x s)))) => [|x]; last first.
    by rewrite /margin mulrC; congr (_ * _); apply: eq_bigr => p _; rewrite vote_margin.
  rewrite mean_scale mean_sum; congr (_ * _); apply: eq_bigr => p _.
  rewrite mean_sum; apply: eq_bigr => q _; rewrite mean_sum; apply: eq_bigr => s _.
  by rewrite mean_scale mean_vote // -ltnS.
rewrite positions mulr_sumr; apply: eq_bigr => d _; rewrite mulr_sumr.
rewrite [RHS](eq_bigr (fun l => \sum_(r < t - d) \sum_i \sum_m F d l i m r)) => [|l _]; last first.
  under eq_bigr do rewrite exchange_big; rewrite exchange_big /=; apply: eq_bigr => r _.
  by [].
rewrite [RHS]exchange_big; apply: eq_bigr => r _ /=.
rewrite /A !mulr_sumr; apply: eq_bigr => l _; rewrite !mulr_sumr; apply: eq_bigr => i _.
by rewrite !mulr_sumr; apply: eq_bigr => m _.
Qed.
End Tensor.
Theorem TensorIsTheGradient : TensorIsTheGradient_statement.
Proof. by move=> R n P mu W v t H; apply: tensor_is_the_gradient. Qed.

Section Flips.
Variables (R : realFieldType) (lambda : R).
Add Field RF : (RingTac.ft R).
Notation sg a b := (if a == b then 1 else -1 : R).
Notation P := (flips lambda).
Let two0 : (1 + 1 : R) <> 0.
Proof. by move=> h; have := pnatr_eq0 R 2; rewrite mulr2n h eqxx. Qed.
Lemma two (a : 'I_2) : a = ord0 \/ a = lift ord0 ord0.
Proof. by case: a => [[|[|a]] //= i]; [left|right]; apply: val_inj. Qed.
Lemma sum_two (f : 'I_2 -> R) : \sum_a f a = f ord0 + f (lift ord0 ord0).
Proof. by rewrite !big_ord_recl big_ord0 addr0. Qed.
Lemma flips_pow r a b : (P ^+ r) a b = (1 + sg a b * lambda ^+ r) / 2%:R.
Proof.
elim: r a b => [|r IH] a b.
  rewrite !expr0 mxE mulr1; case: (a == b); last by rewrite subrr mul0r.
  by rewrite -mulr2n divff // pnatr_eq0.
rewrite !exprS mxE sum_two !IH !mxE; move: (lambda ^+ r) => y.
by case: (two a) => ->; case: (two b) => -> /=; rnorm R; field.
Qed.
Lemma flips_stationary : stationary_chain P (evenly R).
Proof.
split=> [a|]; last apply/rowP=> b.
  by rewrite sum_two !mxE; case: (two a) => -> /=; rnorm R; field.
by rewrite !mxE sum_two !mxE; case: (two b) => -> /=; rnorm R; field.
Qed.
Lemma flips_tensor t m l d : (0 < t)%N -> tensor P (evenly R) t m l d
  = lambda / (8%:R * t%:R) * \sum_(r < t - d) (t - d - r)%:R * (sg m l * lambda ^+ d + lambda ^+ r).
Proof.
move=> t0; have tn : (t%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
rewrite /tensor !mulr_sumr.
transitivity (\sum_(r < t - d) \sum_i evenly R 0 l / t%:R * ((P m i - 2%:R^-1) * (P ^+ d) l i
  * ((t - d - r)%:R * (P ^+ r) i m))).
  by rewrite exchange_big; apply: eq_bigr => i _; rewrite !mulr_sumr.
apply: eq_bigr => r _; rewrite sum_two !flips_pow !mxE.
move: (lambda ^+ d) (lambda ^+ r) ((t - d - r)%:R) (t%:R) tn => x y c u un.
have -> : 8%:R = 2%:R * (2%:R * 2%:R) :> R by rewrite -!natrM.
pose z := lambda * (c * (sg m l * x + y)).
have tw : (2%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0.
have -> : lambda / (2%:R * (2%:R * 2%:R) * u) * (c * (sg m l * x + y))
    = (z + z) / (2%:R * (2%:R * (2%:R * 2%:R)) * u).
  have -> : z + z = 2%:R * z by rewrite mulr_natl mulr2n.
  rewrite /z; move: (2%:R : R) tw (sg m l) => w wn g.
  by rnorm R; field; do ?split.
rewrite /z; move: (2%:R : R) tw => w wn.
by case: (two m) => ->; case: (two l) => -> /=; rnorm R; field; do ?split.
Qed.
Lemma flips_step t m l : (0 < t)%N ->
  weight_step P (evenly R) t m l = if m == l then diagonal_step t lambda else 0.
Proof.
move=> t0; have tn : (t%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
pose D := \sum_(s < t) lambda ^+ s * (((t - s) * (t - s).+1)%:R / 2%:R).
have E1 : \sum_(d < t) \sum_(r < t - d) (t - d - r)%:R * lambda ^+ r = D.
  rewrite (triangle t (fun d r => (t - d - r)%:R * lambda ^+ r)); apply: eq_bigr => r _.
  rewrite -mulr_suml mulrC; congr (_ * _); rewrite -triangular.
  by apply: eq_bigr => d _; rewrite subnAC.
have E2 : \sum_(d < t) \sum_(r < t - d) (t - d - r)%:R * lambda ^+ d = D.
  by apply: eq_bigr => d _; rewrite -mulr_suml triangular mulrC.
rewrite /weight_step; under eq_bigr do rewrite flips_tensor //.
rewrite -mulr_sumr.
have -> : \sum_(d < t) \sum_(r < t - d) (t - d - r)%:R * (sg m l * lambda ^+ d + lambda ^+ r)
    = sg m l * D + D.
  rewrite -[in X in _ * X]E2 -E1 mulr_sumr -big_split; apply: eq_bigr => d _.
  rewrite mulr_sumr -big_split; apply: eq_bigr => r _; rewrite mulrDr; congr (_ + _).
  by rewrite mulrCA.
case: eqP => _; last by rewrite mulN1r addNr mulr0.
have -> : diagonal_step t lambda = (4%:R * t%:R)^-1 * (lambda * D).
  by congr (_ * _); rewrite mulr_sumr; apply: eq_bigr => s _; rewrite exprS mulrA.
have -> : 8%:R = 2%:R * (2%:R * 2%:R) :> R by rewrite -!natrM.
have -> : 4%:R = 2%:R * 2%:R :> R by rewrite -natrM.
rewrite mul1r -[D + D]mulr2n -[D *+ 2]mulr_natl.
have tw : (2%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0.
by move: D (t%:R) tn (2%:R : R) tw {E1 E2} => D u un w wn; rnorm R; field; do ?split.
Qed.
End Flips.
Theorem FlipsTrainTheDiagonal : FlipsTrainTheDiagonal_statement.
Proof. by move=> R lambda t m l t0; split; [apply: flips_stationary|apply: flips_step]. Qed.
Theorem FlipsMoveTheDiagonalUp : FlipsMoveTheDiagonalUp_statement.
Proof.
move=> R I w lambda t m w0 odd0 t0 step.
pose c s : R := ((t - s) * (t - s).+1)%:R / 2%:R; pose M s := \sum_i w i * lambda i ^+ s.
have tp : (0 : R) < (4%:R * t%:R)^-1 by rewrite invr_gt0 mulr_gt0 ?ltr0n.
have stepE : step = (4%:R * t%:R)^-1 * \sum_(s < t) c s * M s.+1.
  rewrite /step; under eq_bigr do rewrite flips_step // eqxx /diagonal_step mulrCA.
  rewrite -mulr_sumr; congr (_ * _); under eq_bigr do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => s _; rewrite mulr_sumr; apply: eq_bigr => i _.
  by rewrite [RHS]mulrC -[RHS]mulrA.
have c0 s : (s < t)%N -> 0 < c s.
  by move=> st; rewrite divr_gt0 ?ltr0n // muln_gt0 subn_gt0 st.
have M0 s : 0 <= M s.
  have [/odd0 h|e] := boolP (odd s); first by rewrite /M h.
  by apply: sumr_ge0 => i _; rewrite mulr_ge0 // exprn_even_ge0.
have cM s : (s < t)%N -> 0 <= c s * M s.+1 by move=> st; rewrite mulr_ge0 // ltW // c0.
rewrite stepE; split; first by rewrite mulr_ge0 ?(ltW tp) //; apply: sumr_ge0 => s _; apply: cM.
move=> t1 [i [wi li]]; rewrite mulr_gt0 // (bigD1 (Ordinal t1)) //=.
apply: ltr_paddr; first by apply: sumr_ge0 => s _; apply: cM.
rewrite mulr_gt0 ?c0 // /M (bigD1 i) //=; apply: ltr_paddr.
  by apply: sumr_ge0 => j _; rewrite mulr_ge0 // sqr_ge0.
by rewrite mulr_gt0 // lt_def sqr_ge0 sqrf_eq0 li.
Qed.
